using Orleans;
using Samantha.Grains.Training;

namespace Samantha.Grains.Measurement;

/// <summary>A lesson that versions are asked for.</summary>
/// <param name="Lesson">The lesson.</param>
/// <param name="Session">The session that it was learned in.</param>
[GenerateSerializer, Immutable, Alias("samantha.stream-probe")]
public sealed record StreamProbe([property: Id(0)] TaughtLesson Lesson, [property: Id(1)] long Session);
