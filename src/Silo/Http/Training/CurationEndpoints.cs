using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;
using Samantha.Contracts.Models;
using Samantha.Contracts.Training;
using Samantha.Grains.Lessons;
using Samantha.Silo.Http.Problems;

namespace Samantha.Silo.Http.Training;

/// <summary>What was decided of lessons and why, and the lessons that are kept apart.</summary>
internal static class CurationEndpoints
{
    private const int LargestPage = 500;

    public static void MapCuration(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/training").WithTags("Training").WithProblems().AddEndpointFilter<RouteGroupBuilder, PassingFailures>();
        group.MapGet("/decisions", Decisions).WithSummary("What was decided of lessons, newest first.")
            .WithDescription("outcome: accepted, excluded, quarantined, learned, released, dropped or withdrawn. reason: a rule, such as personal, or a whole reason. "
                + "since: a time with its offset. limit: 1 to 500. before: the page after another one, by its next.");
        group.MapGet("/quarantine", Quarantine).WithSummary("The lessons that are kept apart with the reason, newest first, without their words.");
        group.MapPost("/quarantine/{position:long}/release", Release).WithSummary("Let a lesson be learned, whatever others teach.");
        group.MapPost("/quarantine/{position:long}/drop", Drop).WithSummary("Take a lesson out of quarantine and do not look at it again.");
    }

    private static async Task<DecisionPage> Decisions(
        ICurationLog log, string? outcome = null, string? reason = null, string? since = null, long? before = null, int limit = 50)
    {
        if (limit is < 1 or > LargestPage)
            throw new BadRequestException("invalid-limit", $"Ask for 1 to {LargestPage} decisions at once; 'before' with the page's 'next' asks for the page after it.");
        var found = await log.Read(new CurationQuery(OutcomeOf(outcome), reason, TimeOf(since), before, limit));
        return new DecisionPage(found, found.Count == limit ? found[^1].Number : null);
    }

    private static Task<IReadOnlyList<QuarantinedLesson>> Quarantine(IGrainFactory grains, int limit = 100) => grains.Trainer().Quarantine(limit);

    private static async Task<NoContent> Release(long position, IGrainFactory grains)
    {
        await grains.Trainer().Release(position);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Drop(long position, IGrainFactory grains)
    {
        await grains.Trainer().Drop(position);
        return TypedResults.NoContent();
    }

    // A number would be read as an outcome too, and as one that there is not.
    private static CurationOutcome? OutcomeOf(string? outcome) => outcome is null ? null
        : Enum.TryParse<CurationOutcome>(outcome, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) && !char.IsAsciiDigit(outcome[0]) ? parsed
        : throw new BadRequestException(
            "invalid-outcome", $"'outcome' is one of {string.Join(", ", Enum.GetNames<CurationOutcome>().Select(name => name.ToLowerInvariant()))}.");

    private static DateTimeOffset? TimeOf(string? since) => since is null ? null
        : DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed) ? parsed
        : throw new BadRequestException("invalid-since", "'since' is a time such as 2026-01-31T12:00:00Z.");

    private static ITrainerGrain Trainer(this IGrainFactory grains) => grains.GetGrain<ITrainerGrain>(IModelRegistryGrain.DefaultKey);
}

/// <summary>Some decisions.</summary>
/// <param name="Decisions">Newest first.</param>
/// <param name="Next">What to ask for as 'before' to get the page after it; null if this is the last.</param>
public sealed record DecisionPage(IReadOnlyList<CurationRecord> Decisions, long? Next);
