using Samantha.Modeling.Tokenization;

namespace Samantha.Training.Data;

/// <summary>
/// Hides tokens that an encoder is to find (Devlin et al. 2019, section 3.1): of each row a share, at least one, of which most
/// become the mask, some any other token, and some stay. Special tokens are never hidden, nor do they replace any.
/// </summary>
public sealed class TokenMasking
{
    /// <summary>The mask of a tokenizer that is trained here.</summary>
    public const string MaskToken = "<|mask|>";

    private readonly MaskingOptions options;
    private readonly int mask;
    private readonly HashSet<int> special;
    private readonly int[] ordinary;

    /// <param name="tokenizer">Has a mask, and tokens that are not special.</param>
    /// <param name="options">The shares.</param>
    /// <exception cref="ArgumentException">A share is impossible, or the tokenizer has no mask.</exception>
    public TokenMasking(HuggingFaceTokenizer tokenizer, MaskingOptions options)
    {
        this.options = options.Validated();
        mask = tokenizer.MaskId ?? throw new ArgumentException("The tokenizer has no mask.", nameof(tokenizer));
        special = [.. tokenizer.SpecialTokenIds];
        ordinary = [.. Enumerable.Range(0, tokenizer.VocabularySize).Where(id => !special.Contains(id) && tokenizer.Token(id) is not null)];
    }

    /// <summary>A batch with tokens hidden, labelled where they were; the batch that is given stays as it is.</summary>
    /// <param name="batch">Rows of tokens.</param>
    /// <param name="random">Decides all.</param>
    public TokenBatch Apply(TokenBatch batch, SplitMix64 random)
    {
        var inputs = (long[])batch.Inputs.Clone();
        var labels = new long[inputs.Length];
        Array.Fill(labels, TokenBatch.Ignored);
        var (predicted, tokens) = (0, 0);
        var candidates = new List<int>();
        for (var row = 0; row < batch.Rows; row++)
        {
            candidates.Clear();
            for (var at = row * batch.Length; at < (row + 1) * batch.Length; at++)
            {
                if (!special.Contains((int)inputs[at]))
                    candidates.Add(at);
            }

            random.Shuffle(candidates);
            var hidden = Math.Min(candidates.Count, Math.Max(1, (int)Math.Round(candidates.Count * options.Share)));
            foreach (var at in candidates.Take(hidden))
            {
                labels[at] = inputs[at];
                inputs[at] = Hidden(inputs[at], random);
            }

            (predicted, tokens) = (predicted + hidden, tokens + candidates.Count);
        }

        return batch with { Inputs = inputs, Labels = labels, Predicted = predicted, Tokens = tokens };
    }

    private long Hidden(long token, SplitMix64 random)
    {
        var chance = random.NextDouble();
        return chance < options.Masked ? mask
            : chance < options.Masked + options.Replaced ? ordinary[random.Next(ordinary.Length)]
            : token;
    }
}
