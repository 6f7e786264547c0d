using System.Globalization;

namespace Samantha.Training.Runs;

/// <summary>How well a model does on held-out data: in bits a byte of text, or where labels are predicted, a label.</summary>
public sealed record Measurement
{
    public double? BitsPerByte { get; init; }

    /// <summary>Bits a masked token or a class.</summary>
    public double? BitsPerLabel { get; init; }

    /// <summary>The share of labels that were the likeliest, in [0, 1].</summary>
    public double? Accuracy { get; init; }

    /// <summary>Whether it is better than another of the same kind.</summary>
    public bool IsBetterThan(Measurement? other) => (BitsPerByte ?? BitsPerLabel) < (other?.BitsPerByte ?? other?.BitsPerLabel);

    /// <summary>As a line of progress says it.</summary>
    public override string ToString()
    {
        var text = BitsPerByte is { } bytes ? Invariant($"{bytes:0.0000} bits/byte") : Invariant($"{BitsPerLabel:0.0000} bits/label");
        return Accuracy is { } accuracy ? text + Invariant($", accuracy {accuracy:0.000}") : text;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
