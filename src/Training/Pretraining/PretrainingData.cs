using Samantha.Modeling;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Tokenization;
using Samantha.Modeling.Tokenization.Training;
using Samantha.Training.Data;

namespace Samantha.Training.Pretraining;

/// <summary>The data of a model that is trained from nothing: service dialogues first, small talk and prose in smaller measure.</summary>
/// <param name="dataSets">The data sets' root.</param>
/// <param name="recipe">How much of what.</param>
/// <param name="specialTokens">The tokenizer's special tokens.</param>
/// <param name="configuration">What else the tokenizer's folder says.</param>
/// <param name="toned">Whether every second dialogue says its tone before it begins; the others leave it open, as a prompt may.</param>
public sealed class PretrainingData(
    string dataSets, PretrainingRecipe recipe, IReadOnlyList<string> specialTokens, TokenizerConfiguration configuration, bool toned)
{
    /// <summary>Tokens are learned on this many passages of prose; all of it would drown the dialogues' words.</summary>
    private const int PassagesForTokenizer = 1500;

    /// <summary>The sources that the recipe names.</summary>
    public IReadOnlyList<TextSource> Sources { get; } =
    [
        .. new TextSource[]
        {
            new("dialogues", 1.0, () => Documents(dataSets, SchemaGuidedCorpus.Read(dataSets, DataSplit.Train), toned)),
            new("small-talk", recipe.SmallTalkPasses, () => Documents(dataSets, SmallTalkCorpus.Read(dataSets), toned)),
            new("books", recipe.BookPasses, () => ProseCorpus.Books(dataSets).Select(text => new Document(text))),
            new("shakespeare", recipe.ShakespearePasses, () => ProseCorpus.Shakespeare(dataSets).Select(text => new Document(text))),
        }.Where(source => source.Passes > 0),
    ];

    /// <summary>Documents to watch a run on.</summary>
    public IReadOnlyList<string> Development() =>
        [.. SchemaGuidedCorpus.Read(dataSets, DataSplit.Dev).Where((_, i) => i % 7 == 0).Take(recipe.DevelopmentDialogues).Select(DialogueFormat.Dialogue)];

    /// <summary>The tokenizer that a folder holds; it is trained on the sources if there is none yet.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="say">Is told what is being done.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="TrainingDataException">The folder holds another tokenizer.</exception>
    public HuggingFaceTokenizer Tokenizer(string folder, Action<string> say, CancellationToken cancellationToken = default)
    {
        if (!Directory.Exists(folder))
        {
            say($"Training a tokenizer of {recipe.VocabularySize:N0} tokens");
            AtomicFolder.Create(folder, TrainTokenizer(cancellationToken).Save);
        }

        var tokenizer = HuggingFaceTokenizer.Load(folder);
        return tokenizer.VocabularySize <= recipe.VocabularySize
            ? tokenizer
            : throw new TrainingDataException($"{folder} has {tokenizer.VocabularySize} tokens, the recipe {recipe.VocabularySize}. Name another folder with --out.");
    }

    /// <summary>The sources as tokens, kept in a cache.</summary>
    public IReadOnlyList<TokenizedSource> Tokenize(TokenCache cache, Action<string> say, CancellationToken cancellationToken = default)
    {
        say("Tokenizing");
        var sources = Sources.Select(source => cache.Get(source, cancellationToken)).ToList();
        foreach (var source in sources)
            say($"  {source.Name}: {source.Count:N0} documents, {source.Tokens.Length:N0} tokens, {source.Passes:0.###} passes an epoch");
        return sources;
    }

    private HuggingFaceTokenizer TrainTokenizer(CancellationToken cancellationToken)
    {
        var trainer = new BpeTrainer(new BpeTrainerOptions
        {
            VocabularySize = recipe.VocabularySize,
            SpecialTokens = specialTokens,
            BeginOfSequenceToken = DialogueFormat.BeginOfSequence,
        });
        var texts = Sources.SelectMany(source => source.Name is "books" or "shakespeare" ? source.Read().Take(PassagesForTokenizer) : source.Read());
        return trainer.Train(texts.Select(document => document.Text), cancellationToken: cancellationToken).WithConfiguration(configuration with
        {
            BeginOfSequenceToken = DialogueFormat.BeginOfSequence,
            EndOfSequenceToken = DialogueFormat.EndOfSequence,
            PaddingToken = DialogueFormat.Padding,
            ModelMaxLength = recipe.MaxPositions,
        });
    }

    private static IEnumerable<Document> Documents(string dataSets, IEnumerable<IReadOnlyList<DialogueTurn>> dialogues, bool toned)
    {
        if (!toned)
            return dialogues.Select(turns => new Document(DialogueFormat.Dialogue(turns)));
        var list = dialogues.ToList();
        var tones = ToneTagger.Load(dataSets).ControlTokens(list);
        return list.Select((turns, i) => new Document(DialogueFormat.Dialogue(turns), i % 2 == 0 ? tones[i] : ""));
    }
}
