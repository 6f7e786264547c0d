using Samantha.Client;

namespace Samantha.LoadGenerator;

/// <summary>A turn that was sent again, or given up.</summary>
/// <param name="At">When.</param>
/// <param name="Heard">What had come of it.</param>
/// <param name="Cause">Why, without anyone's words.</param>
/// <param name="IsGivenUp">Whether it was not sent again.</param>
internal sealed record Interruption(DateTimeOffset At, Heard Heard, string Cause, bool IsGivenUp)
{
    /// <summary>A failure's kind: a problem's code is of the service, its other words may not be.</summary>
    public static string Name(Exception failure) => failure switch
    {
        SamanthaProblemException problem => problem.Code,
        HttpRequestException request => $"{nameof(HttpRequestException)} {request.HttpRequestError}",
        { InnerException: { } inner } => $"{failure.GetType().Name} of {Name(inner)}",
        _ => failure.GetType().Name,
    };
}

/// <summary>How much of an answer came.</summary>
internal enum Heard
{
    Nothing,

    /// <summary>The appraisal alone: no word of the reply.</summary>
    Emotion,
    Reply,
}
