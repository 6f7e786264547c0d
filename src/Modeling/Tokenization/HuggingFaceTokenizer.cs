using Samantha.Modeling.Tokenization.Serialization;

namespace Samantha.Modeling.Tokenization;

/// <summary>
/// A tokenizer as Hugging Face's <c>tokenizer.json</c> describes it: normalizer, pre-tokenizer, model, post-processor, decoder.
/// Immutable and thread-safe.
/// </summary>
public sealed class HuggingFaceTokenizer
{
    /// <summary>The file's name in a model's folder.</summary>
    public const string FileName = "tokenizer.json";

    private readonly string _json;
    private readonly TokenizerPipeline _pipeline;

    private HuggingFaceTokenizer(string json, TokenizerConfiguration configuration)
    {
        _json = json;
        _pipeline = TokenizerJsonReader.Read(json);
        Configuration = configuration;
        BeginOfSequenceId = Find(configuration.BeginOfSequenceToken);
        EndOfSequenceId = Find(configuration.EndOfSequenceToken);
        PaddingId = Find(configuration.PaddingToken);
        UnknownId = Find(configuration.UnknownToken);
        MaskId = Find(configuration.MaskToken);
        SpecialTokenIds = [.. _pipeline.AddedVocabulary.Tokens.Where(token => token.Special).Select(token => token.Id).Distinct().Order()];
        VocabularySize = 1 + Math.Max(
            _pipeline.Model.HighestId,
            _pipeline.AddedVocabulary.Tokens.Select(token => token.Id).DefaultIfEmpty(-1).Max());
    }

    /// <summary>What <c>tokenizer_config.json</c> says.</summary>
    public TokenizerConfiguration Configuration { get; }

    /// <summary>One more than the highest id: the least number of rows an embedding needs.</summary>
    public int VocabularySize { get; }

    /// <summary>The id of the token that begins a sequence, or null.</summary>
    public int? BeginOfSequenceId { get; }

    /// <summary>The id of the token that ends a sequence, or null.</summary>
    public int? EndOfSequenceId { get; }

    /// <summary>The id of the token that fills a batch, or null.</summary>
    public int? PaddingId { get; }

    /// <summary>The id of the token for what the vocabulary lacks, or null.</summary>
    public int? UnknownId { get; }

    /// <summary>The id of the token that hides another from an encoder, or null.</summary>
    public int? MaskId { get; }

    /// <summary>The ids of the special tokens, ascending.</summary>
    public IReadOnlyList<int> SpecialTokenIds { get; }

    /// <summary>Reads a tokenizer from a model's folder (<c>tokenizer.json</c> and, if there, <c>tokenizer_config.json</c> and <c>chat_template.jinja</c>) or from a <c>tokenizer.json</c> by its path.</summary>
    /// <exception cref="TokenizerFormatException">The file is missing, damaged, or asks for what is not supported.</exception>
    public static HuggingFaceTokenizer Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        if (!File.Exists(file))
        {
            throw new TokenizerFormatException(
                $"There is no tokenizer at '{file}'. Put the model's {FileName} there, or name a folder that has one.");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var configurationFile = Path.Combine(folder, TokenizerConfiguration.FileName);
        var templateFile = Path.Combine(folder, "chat_template.jinja");
        try
        {
            var configuration = File.Exists(configurationFile)
                ? TokenizerConfiguration.Parse(File.ReadAllText(configurationFile))
                : new TokenizerConfiguration();
            // A template in its own file is the newer place for it and comes first.
            if (File.Exists(templateFile))
                configuration = configuration with { ChatTemplate = File.ReadAllText(templateFile) };
            return Parse(File.ReadAllText(file), configuration);
        }
        catch (TokenizerFormatException e)
        {
            throw new TokenizerFormatException($"The tokenizer in '{folder}' cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Reads a tokenizer from the text of a <c>tokenizer.json</c>.</summary>
    /// <param name="json">The text.</param>
    /// <param name="configuration">What <c>tokenizer_config.json</c> says, or null for nothing.</param>
    /// <exception cref="TokenizerFormatException">The text is damaged, or asks for what is not supported.</exception>
    public static HuggingFaceTokenizer Parse(string json, TokenizerConfiguration? configuration = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new HuggingFaceTokenizer(json, configuration ?? new TokenizerConfiguration());
    }

    /// <summary>The same tokenizer with another configuration.</summary>
    public HuggingFaceTokenizer WithConfiguration(TokenizerConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new HuggingFaceTokenizer(_json, configuration);
    }

    /// <summary>Writes <c>tokenizer.json</c> and <c>tokenizer_config.json</c> into <paramref name="folder"/>, which is created if need be.</summary>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, FileName), _json);
        File.WriteAllText(Path.Combine(folder, TokenizerConfiguration.FileName), Configuration.ToJson());
    }

    /// <summary>Encodes a text. Added tokens that the text spells out are recognised; a surrogate without its partner counts as U+FFFD.</summary>
    /// <param name="text">The text.</param>
    /// <param name="addSpecialTokens">Whether the post-processor adds the model's special tokens.</param>
    public EncodedText Encode(string text, bool addSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _pipeline.Encode([text], addSpecialTokens);
    }

    /// <summary>
    /// Encodes words of others, which must not steer the model: special tokens that the text spells out are text like any
    /// other. (<c>split_special_tokens</c> in Hugging Face's terms.)
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="addSpecialTokens">Whether the post-processor adds the model's special tokens.</param>
    public EncodedText EncodeLiteral(string text, bool addSpecialTokens = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _pipeline.Encode([text], addSpecialTokens, literal: true);
    }

    /// <summary>Encodes two texts as one sequence.</summary>
    /// <param name="first">The first text.</param>
    /// <param name="second">The second text.</param>
    /// <param name="addSpecialTokens">Whether the post-processor adds the model's special tokens.</param>
    public EncodedText EncodePair(string first, string second, bool addSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return _pipeline.Encode([first, second], addSpecialTokens);
    }

    /// <summary>The text of <paramref name="ids"/>; ids that the vocabulary lacks are passed over.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    public string Decode(IEnumerable<int> ids, bool skipSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var decoder = CreateDecoder(skipSpecialTokens);
        var text = new System.Text.StringBuilder();
        foreach (var id in ids)
            text.Append(decoder.Append(id));
        return text.Append(decoder.Complete()).ToString();
    }

    /// <summary>A decoder for one stream of tokens.</summary>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    public IncrementalDecoder CreateDecoder(bool skipSpecialTokens = true) =>
        new(id => _pipeline.TokenToDecode(id, skipSpecialTokens), _pipeline.Decoder);

    /// <summary>The id of a token as the vocabulary or the added tokens spell it, or null.</summary>
    public int? TokenId(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return _pipeline.AddedVocabulary.Id(token) ?? _pipeline.Model.Id(token);
    }

    /// <summary>A token's spelling in the vocabulary or the added tokens, or null.</summary>
    public string? Token(int id) => _pipeline.TokenToDecode(id, skipSpecialTokens: false);

    private int? Find(string? token) => token is null ? null : TokenId(token);
}
