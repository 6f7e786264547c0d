namespace Samantha.Training.Data;

/// <summary>Documents as token ids, one after another in one array.</summary>
/// <param name="Name">The source's name.</param>
/// <param name="Passes">How many times an epoch goes through it.</param>
/// <param name="Tokens">All documents' tokens; each document begins with the token that begins a sequence.</param>
/// <param name="Starts">Where each document begins, and at the end the number of tokens.</param>
public sealed record TokenizedSource(string Name, double Passes, ushort[] Tokens, int[] Starts)
{
    /// <summary>How many documents there are.</summary>
    public int Count => Starts.Length - 1;

    /// <summary>A document's tokens.</summary>
    public ReadOnlySpan<ushort> this[int document] => Tokens.AsSpan(Starts[document]..Starts[document + 1]);
}
