using Samantha.Modeling.Tokenization;

namespace Samantha.Inference.Prompts;

/// <summary>Turns prompts into the token ids of one version.</summary>
/// <param name="tokenizer">The version's tokenizer.</param>
/// <param name="vocabulary">Tokens in the model's vocabulary.</param>
/// <param name="context">The longest sequence of the model, in tokens.</param>
internal sealed class PromptEncoder(HuggingFaceTokenizer tokenizer, int vocabulary, int context)
{
    private readonly HashSet<int> special = [.. tokenizer.SpecialTokenIds];

    /// <summary>The prompt's ids, at least one; the context has room left for the whole reply, or for half the context.</summary>
    /// <exception cref="PromptTooLongException">It is too long and must not, or cannot, be cut.</exception>
    /// <exception cref="ArgumentException">It is empty and the model has no token that begins a sequence, or an id is no token.</exception>
    public int[] Encode(Prompt prompt, int maxTokens, PromptOverflow overflow)
    {
        var (control, text) = prompt.Ids is { } ids ? Split(ids) : Tokens(prompt);
        var length = control.Length + text.Length;
        if (length == 0)
            throw new ArgumentException("The prompt is empty, and this model has no token that begins a sequence. Give it a text.");

        var room = context - Math.Min(maxTokens, context / 2);
        var excess = length - room;
        if (excess <= 0)
            return [.. control, .. text];
        if (overflow == PromptOverflow.Fail || excess > text.Length)
            throw new PromptTooLongException($"The prompt has {length} tokens; beside the reply the model's context has room for {room}. Shorten it.");
        return [.. control, .. text[excess..]];
    }

    private (int[] Control, int[] Text) Tokens(Prompt prompt)
    {
        var control = tokenizer.Encode(prompt.Control, addSpecialTokens: false).Ids;
        if (tokenizer.BeginOfSequenceId is { } begin && (control.Length == 0 || control[0] != begin))
            control = [begin, .. control];
        return (control, tokenizer.EncodeLiteral(prompt.Text).Ids);
    }

    private (int[] Control, int[] Text) Split(IReadOnlyList<int> ids)
    {
        foreach (var id in ids)
        {
            if ((uint)id >= (uint)vocabulary)
                throw new ArgumentException($"Token {id} is outside the model's vocabulary of {vocabulary}.");
        }

        var leading = ids.TakeWhile(special.Contains).Count();
        return ([.. ids.Take(leading)], [.. ids.Skip(leading)]);
    }
}
