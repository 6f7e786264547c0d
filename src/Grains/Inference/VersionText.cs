using Samantha.Contracts.Inference;
using Samantha.Inference;
using Samantha.Modeling;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tokenization;
using GenerationRequest = Samantha.Contracts.Inference.GenerationRequest;

namespace Samantha.Grains.Inference;

/// <summary>Turns dialogues into one version's prompts.</summary>
internal sealed class VersionText
{
    // What a prompt has beside its lines: what begins it, two control tokens and the companion's label.
    private const int Frame = 8;

    private readonly HuggingFaceTokenizer _tokenizer;
    private readonly int _context;

    private VersionText(HuggingFaceTokenizer tokenizer, int context)
    {
        _tokenizer = tokenizer;
        _context = context;
    }

    /// <summary>Reads the tokenizer and the context's length from a version's folder.</summary>
    public static VersionText Load(string folder) => new(
        HuggingFaceTokenizer.Load(folder),
        DecoderConfigFile.Read(Path.Combine(folder, ModelFolder.ConfigFile)).MaxPositions);

    /// <summary>The prompt whose continuation is the companion's reply.</summary>
    /// <param name="request">The dialogue.</param>
    /// <param name="maxTokens">How long the reply may get.</param>
    /// <exception cref="Contracts.Problems.TextTooLongException">What must be kept does not fit the context.</exception>
    public Prompt Prompt(GenerationRequest request, int maxTokens)
    {
        // As the engine shares the context out between prompt and reply.
        var room = _context - Math.Min(maxTokens, _context / 2) - Frame;
        var lines = DialogueWindow.Fit(request.Dialogue, request.Pinned, line => _tokenizer.EncodeLiteral(DialogueFormat.Line(Turn(line))).Ids.Length, room);
        var control = request.Tone is { } tone ? DialogueFormat.ControlTokens(tone.Valence, tone.Arousal) : "";
        var text = string.Concat(lines.Select(line => DialogueFormat.Line(Turn(line)))) + DialogueFormat.AssistantLabel;
        return Samantha.Inference.Prompt.FromText(text, DialogueFormat.BeginOfSequence + Known(control));
    }

    // An imported model may know nothing of feelings.
    private string Known(string control) =>
        control.Split('>', StringSplitOptions.RemoveEmptyEntries).All(token => _tokenizer.TokenId(token + ">") is not null) ? control : "";

    private static DialogueTurn Turn(ChatLine line) =>
        new(line.Role == ChatRole.User ? Speaker.User : Speaker.Assistant, line.Text);
}
