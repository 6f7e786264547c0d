using Samantha.Training.Continual;
using Samantha.Training.Continual.Strategies;
using Samantha.Training.Lessons.Neurons;

namespace Samantha.Training.Lessons;

/// <summary>The strategies by which a decoder learns lessons: a session is the next task of a stream, and what came before it the tasks so far.</summary>
public static class LessonStrategies
{
    /// <summary>Neurons of the last feed-forward layer that fire where a lesson is asked and nowhere else (<see cref="NeuronTraining"/>).</summary>
    public const string Neurons = "neurons";

    /// <summary>Descent where it costs the least of what the model knows, with rehearsal and a way back (<see cref="DescentSteps"/>).</summary>
    public const string Descent = "descent";

    /// <summary>Sequential learning, merged with the parent: their weights are mixed as far as the lessons stay learned (<see cref="Retreat"/>).</summary>
    public const string Merging = "merging";

    /// <summary>Low-rank changes of each session in directions that those before it did not read.</summary>
    public const string OrthogonalLora = "o-lora";

    /// <summary>Everything at once, from the line's root: a ceiling.</summary>
    public const string Joint = "joint";

    private static readonly string[] Gradients = ["sequential", "replay", "replay-class", "replay-domain", "replay-all", "der++", "ewc", "lwf", "a-gem"];

    /// <summary>What there is.</summary>
    public static IReadOnlyList<string> Names { get; } = [Neurons, Descent, .. Gradients, OrthogonalLora, Merging, Joint];

    /// <summary>Why a decoder cannot learn lessons so; null if it can.</summary>
    public static string? Refusal(string name) => Names.Contains(name)
        ? null
        : StrategyCatalog.All.Any(entry => entry.Name == name)
            ? $"'{name}' fits a head over fixed features to classes, and replies are no classes. A model that replies can learn by: {string.Join(", ", Names)}."
            : $"'{name}' is no strategy. There are: {string.Join(", ", Names)}.";

    /// <summary>Whether what was learned goes back towards the parent as far as the lessons stay learned.</summary>
    internal static bool Retreats(string name) => name is Descent or Merging;

    /// <summary>One of the strategies of <see cref="StrategyCatalog"/>, or merging, which learns as sequential does.</summary>
    internal static IStrategy<LessonExample> Create(string name, StrategySetting<LessonExample> setting) =>
        StrategyCatalog.Create(name == Merging ? "sequential" : name, setting);
}
