using Samantha.Modeling;
using Samantha.Modeling.Tokenization;
using Samantha.Modeling.Tokenization.Training;
using Samantha.Training.Data;

namespace Samantha.Training.Pretraining;

/// <summary>The data of a base model: service dialogues first, small talk and prose in smaller measure.</summary>
/// <param name="dataSets">The data sets' root.</param>
/// <param name="recipe">How much of what.</param>
public sealed class BaseModelData(string dataSets, BaseModelRecipe recipe)
{
    /// <summary>Tokens are learned on this many passages of prose; all of it would drown the dialogues' words.</summary>
    private const int PassagesForTokenizer = 1500;

    /// <summary>Renders a conversation of messages exactly as <see cref="DialogueFormat"/> does.</summary>
    private const string ChatTemplate =
        "{{ bos_token }}{% for message in messages %}{{ message['role'] }}: {{ message['content'] | replace('\\r', ' ') | replace('\\n', ' ') | trim }}{{ '\\n' }}"
        + "{% endfor %}{% if add_generation_prompt %}assistant:{% endif %}";

    /// <summary>The sources that the recipe names.</summary>
    public IReadOnlyList<TextSource> Sources { get; } =
    [
        .. new TextSource[]
        {
            new("dialogues", 1.0, () => Toned(dataSets, SchemaGuidedCorpus.Read(dataSets, DataSplit.Train))),
            new("small-talk", recipe.SmallTalkPasses, () => Toned(dataSets, SmallTalkCorpus.Read(dataSets))),
            new("books", recipe.BookPasses, () => ProseCorpus.Books(dataSets).Select(text => new Document(text))),
            new("shakespeare", recipe.ShakespearePasses, () => ProseCorpus.Shakespeare(dataSets).Select(text => new Document(text))),
        }.Where(source => source.Passes > 0),
    ];

    /// <summary>Documents to watch a run on.</summary>
    public IReadOnlyList<string> Development() =>
        [.. SchemaGuidedCorpus.Read(dataSets, DataSplit.Dev).Where((_, i) => i % 7 == 0).Take(recipe.DevelopmentDialogues).Select(DialogueFormat.Dialogue)];

    /// <summary>Trains the tokenizer on the sources.</summary>
    public HuggingFaceTokenizer TrainTokenizer(CancellationToken cancellationToken = default)
    {
        var trainer = new BpeTrainer(new BpeTrainerOptions
        {
            VocabularySize = recipe.VocabularySize,
            SpecialTokens = DialogueFormat.SpecialTokens,
            BeginOfSequenceToken = DialogueFormat.BeginOfSequence,
        });
        var texts = Sources.SelectMany(source => source.Name is "books" or "shakespeare" ? source.Read().Take(PassagesForTokenizer) : source.Read());
        return trainer.Train(texts.Select(document => document.Text), cancellationToken: cancellationToken).WithConfiguration(new TokenizerConfiguration
        {
            BeginOfSequenceToken = DialogueFormat.BeginOfSequence,
            EndOfSequenceToken = DialogueFormat.EndOfSequence,
            PaddingToken = DialogueFormat.Padding,
            ChatTemplate = ChatTemplate,
            ModelMaxLength = recipe.MaxPositions,
        });
    }

    // Every second dialogue says its tone, the others leave it open, as a prompt may.
    private static IEnumerable<Document> Toned(string dataSets, IEnumerable<IReadOnlyList<DialogueTurn>> dialogues)
    {
        var list = dialogues.ToList();
        var tones = ToneTagger.Load(dataSets).ControlTokens(list);
        return list.Select((turns, i) => new Document(DialogueFormat.Dialogue(turns), i % 2 == 0 ? tones[i] : ""));
    }
}
