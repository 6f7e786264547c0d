using Samantha.Training.Data;

namespace Samantha.Training.FineTuning;

/// <summary>How long a row may be, and what happens to a longer one.</summary>
/// <param name="Tokens">The longest row.</param>
/// <param name="Positions">What the model takes.</param>
/// <param name="Cut">Whether a longer row loses its end; else it is refused.</param>
internal readonly record struct RowLimit(int Tokens, int Positions, bool Cut)
{
    /// <summary>How much of a row of some length is kept.</summary>
    /// <exception cref="TrainingDataException">It is too long and may not be cut.</exception>
    public int Keep(JsonLine line, int length)
    {
        if (length <= Tokens)
            return length;
        var more = Tokens < Positions ? $"raise --row (the model takes {Positions}), " : "";
        return Cut ? Tokens : throw line.Fault($"has {length} tokens, and a row takes {Tokens}: {more}split the line, or pass --cut to lose its end.");
    }
}
