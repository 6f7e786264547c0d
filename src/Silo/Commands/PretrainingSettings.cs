using System.CommandLine;
using Samantha.Training.Pretraining;

namespace Samantha.Silo.Commands;

/// <summary>The options that make the recipe of a model that is trained from nothing.</summary>
internal sealed class PretrainingSettings
{
    private readonly Option<int?> vocabulary = new("--vocabulary") { Description = "Tokens in the vocabulary." };
    private readonly Option<int?> depth = new("--depth") { Description = "The dial of size." };
    private readonly Option<int?> hidden = new("--hidden") { Description = "Width of the residual stream." };
    private readonly Option<int?> layers = new("--layers");
    private readonly Option<int?> heads = new("--heads");
    private readonly Option<int?> feedForward = new("--feed-forward") { Description = "Width of the feed-forward layer." };
    private readonly Option<double?> dropout = new("--dropout");
    private readonly Option<double?> smallTalk = new("--small-talk") { Description = "Passes through the small talk an epoch." };
    private readonly Option<double?> books = new("--books") { Description = "Passes through the books an epoch." };
    private readonly Option<double?> shakespeare = new("--shakespeare") { Description = "Passes through tinyshakespeare an epoch." };
    private readonly TrainingSettings training = new();

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { vocabulary, depth, hidden, layers, heads, feedForward, dropout, smallTalk, books, shakespeare })
            command.Add(option);
        training.AddTo(command);
    }

    /// <summary>The settings that are given, over a basis of the same kind.</summary>
    public PretrainingRecipe Read(ParseResult result, PretrainingRecipe basis) => basis with
    {
        VocabularySize = result.GetValue(vocabulary) ?? basis.VocabularySize,
        Depth = result.GetValue(depth) ?? basis.Depth,
        HiddenSize = result.GetValue(hidden) ?? basis.HiddenSize,
        Layers = result.GetValue(layers) ?? basis.Layers,
        Heads = result.GetValue(heads) ?? basis.Heads,
        IntermediateSize = result.GetValue(feedForward) ?? basis.IntermediateSize,
        HiddenDropout = result.GetValue(dropout) ?? basis.HiddenDropout,
        SmallTalkPasses = result.GetValue(smallTalk) ?? basis.SmallTalkPasses,
        BookPasses = result.GetValue(books) ?? basis.BookPasses,
        ShakespearePasses = result.GetValue(shakespeare) ?? basis.ShakespearePasses,
        Training = training.Read(result, basis.Training),
    };
}
