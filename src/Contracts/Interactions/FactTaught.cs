using System.Text.Json.Serialization;
using Orleans;

namespace Samantha.Contracts.Interactions;

/// <summary>The user taught, for everyone, how a question about the service is answered.</summary>
/// <param name="Question">The question.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Trace">The trace in which it was taught, as a W3C traceparent; null where none was recorded.</param>
[GenerateSerializer, Immutable, Alias("samantha.fact-taught")]
public sealed record FactTaught(
    [property: Id(0)] string Question,
    [property: Id(1)] string Answer,
    [property: Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Trace = null) : Interaction;
