namespace Samantha.LoadGenerator;

/// <summary>Who talks to what, for how long.</summary>
/// <param name="Addresses">The silos' addresses; user i begins with the i-th and goes on to the next when one fails.</param>
/// <param name="Users">Users that talk at once, at least 1.</param>
/// <param name="Duration">How long new turns are begun.</param>
/// <param name="Think">The mean pause between a reply and the user's next turn; pauses are exponentially distributed.</param>
/// <param name="Seed">Decides what is said and when.</param>
/// <param name="ApiKey">One of the service's keys; null where it has none.</param>
/// <param name="Patience">How long a request is sent again before it counts as failed; null for the client's own patience.</param>
/// <param name="MostTokens">The longest reply that is asked for, in tokens; null for the service's own limit.</param>
/// <param name="Rate">What users think of a reply of a version: -1 or 1, or null to say nothing. Null: nobody says anything.</param>
internal sealed record LoadSettings(
    IReadOnlyList<Uri> Addresses, int Users, TimeSpan Duration, TimeSpan Think, int Seed, string? ApiKey, TimeSpan? Patience = null,
    int? MostTokens = null, Func<string, int?>? Rate = null)
{
    /// <summary>A turn that is under way at the end has this long to be confirmed.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);
}
