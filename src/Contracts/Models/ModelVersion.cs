using Orleans;

namespace Samantha.Contracts.Models;

/// <summary>An immutable version of the model.</summary>
/// <param name="Id"><c>v&lt;sequence&gt;-&lt;first 12 hex digits of the weights' SHA-256&gt;</c>; never used again.</param>
/// <param name="Sequence">Counts versions from 1.</param>
/// <param name="Parent">The version it was trained from; null for an imported one.</param>
/// <param name="CreatedAt">When it was published.</param>
/// <param name="Strategy">How it was made, such as <c>import</c> or <c>lora-replay</c>.</param>
/// <param name="Seed">The seed of its training.</param>
/// <param name="Metrics">What was measured, by name, such as <c>anchor.bpb</c>.</param>
/// <param name="Lessons">How many lessons it was trained on.</param>
/// <param name="LessonsDigest">SHA-256 over the lessons, in hex; null for an imported one.</param>
/// <param name="Standing">What became of it.</param>
/// <param name="Reason">Why, where it was rejected or taken back.</param>
/// <param name="LearnedFromForgotten">Whether it, or a version it descends from, learned from a user who was forgotten since.</param>
/// <param name="Serving">Whether it is the version being served.</param>
[GenerateSerializer, Immutable, Alias("samantha.model-version")]
public sealed record ModelVersion(
    [property: Id(0)] string Id,
    [property: Id(1)] long Sequence,
    [property: Id(2)] string? Parent,
    [property: Id(3)] DateTimeOffset CreatedAt,
    [property: Id(4)] string Strategy,
    [property: Id(5)] long Seed,
    [property: Id(6)] IReadOnlyDictionary<string, double> Metrics,
    [property: Id(7)] int Lessons,
    [property: Id(8)] string? LessonsDigest,
    [property: Id(9)] ModelStanding Standing,
    [property: Id(10)] string? Reason,
    [property: Id(11)] bool LearnedFromForgotten,
    [property: Id(12)] bool Serving)
{
    /// <summary>SHA-256 of its weights, in hex.</summary>
    [Id(13)]
    public string Weights { get; init; } = "";

    /// <summary>The version of an earlier line in whose place it is, now that a user was forgotten; null for most.</summary>
    [Id(14)]
    public string? Replaces { get; init; }

    /// <summary>What it was made of and with; null in lists, for an imported one, and once its files were removed.</summary>
    [Id(15)]
    public ModelLineage? Lineage { get; init; }
}
