using System.Text.Json.Serialization;
using Samantha.Modeling;

namespace Samantha.Training.Lessons;

/// <summary>A dialogue that a model is held to: sampled from the base model itself.</summary>
/// <param name="Set">Which set it belongs to; forgetting is measured set by set.</param>
/// <param name="Text">The dialogue as <see cref="DialogueFormat"/> renders it.</param>
public sealed record Anchor([property: JsonPropertyName("set")] string Set, [property: JsonPropertyName("text")] string Text)
{
    /// <summary>The turns of the text.</summary>
    [JsonIgnore]
    public IReadOnlyList<DialogueTurn> Turns => [.. Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Turn)];

    private static DialogueTurn Turn(string line) => line.StartsWith(DialogueFormat.UserLabel, StringComparison.Ordinal)
        ? new DialogueTurn(Speaker.User, line[DialogueFormat.UserLabel.Length..].Trim())
        : new DialogueTurn(Speaker.Assistant, line[(line.IndexOf(':') + 1)..].Trim());
}
