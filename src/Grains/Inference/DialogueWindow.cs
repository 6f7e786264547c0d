using Samantha.Contracts.Inference;
using Samantha.Contracts.Problems;

namespace Samantha.Grains.Inference;

/// <summary>Chooses which lines of a dialogue a model's context has room for.</summary>
internal static class DialogueWindow
{
    /// <summary>
    /// The pinned lines, then the latest others that fit, then the last. What is left out is left out in steps of half the
    /// room, so that the beginning of a growing dialogue, and what was computed of it, stays the same over several turns.
    /// </summary>
    /// <param name="dialogue">The lines, oldest first; the last is always kept.</param>
    /// <param name="pinned">How many at the start are always kept.</param>
    /// <param name="tokensOf">How many tokens a line takes.</param>
    /// <param name="room">How many tokens there is room for.</param>
    /// <exception cref="TextTooLongException">What is always kept does not fit.</exception>
    public static IReadOnlyList<ChatLine> Fit(IReadOnlyList<ChatLine> dialogue, int pinned, Func<ChatLine, int> tokensOf, int room)
    {
        pinned = Math.Clamp(pinned, 0, dialogue.Count - 1);
        var history = dialogue.Skip(pinned).SkipLast(1).ToList();
        var left = room - dialogue.Take(pinned).Append(dialogue[^1]).Sum(tokensOf);
        if (left < 0)
            throw new TextTooLongException("The text is longer than the model's context has room for. Shorten it or send it in parts.");

        // Exchanges, so that no reply stands without what it replies to.
        var exchanges = history.Chunk(2).Select(lines => (Lines: lines, Tokens: lines.Sum(tokensOf))).ToList();
        var total = exchanges.Sum(exchange => exchange.Tokens);
        var step = Math.Max(1, left / 2);
        // How much of the oldest to leave out: the least multiple of the step that makes the rest fit. It stays the same
        // while the dialogue grows by less than a step.
        var excess = total <= left ? 0 : (total - left + step - 1) / step * step;
        var passed = 0;
        var kept = exchanges.SkipWhile(exchange =>
        {
            var skip = passed < excess;
            passed += exchange.Tokens;
            return skip;
        });
        return [.. dialogue.Take(pinned), .. kept.SelectMany(exchange => exchange.Lines), dialogue[^1]];
    }
}
