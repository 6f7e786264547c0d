namespace Samantha.Silo.Http.Problems;

/// <summary>Says in the OpenAPI document how a group's endpoints fail.</summary>
internal static class ProblemMetadata
{
    private static readonly int[] Statuses =
    [
        StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status413PayloadTooLarge,
        StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable, StatusCodes.Status507InsufficientStorage,
    ];

    public static RouteGroupBuilder WithProblems(this RouteGroupBuilder group)
    {
        foreach (var status in Statuses)
            group.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemDocument), [ProblemDocument.ContentType]));
        return group;
    }
}
