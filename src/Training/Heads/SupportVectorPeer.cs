using System.Numerics.Tensors;
using Samantha.Modeling.Emotions;
using Samantha.Modeling.Heads;
using Samantha.Training.Emotions;
using Samantha.Training.Evaluation;

namespace Samantha.Training.Heads;

/// <summary>
/// What a head that learns from a stream is held against: linear support vector machines on n-grams weighted by tf-idf, one
/// for each class against all others, with all texts at hand for as many passes as they want.
/// </summary>
internal static class SupportVectorPeer
{
    private const int FewestTexts = 2;
    private const double Penalty = 1;

    private static readonly IReadOnlyList<NgramView> Views = [new(NgramKind.Words, 1, 2), new(NgramKind.WordCharacters, 3, 5)];

    /// <summary>Learns a task and measures it; nothing is refused.</summary>
    /// <param name="task">The task.</param>
    /// <param name="progress">Is told the share of the classes that were learned.</param>
    /// <param name="cancellationToken">Stops between classes.</param>
    public static TextTaskReport Run(TextTask task, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        var frequencies = Frequencies(task.Train);
        var places = frequencies.Keys.Order().Index().ToDictionary(ngram => ngram.Item, ngram => ngram.Index);
        SparseVector Vector(LabelledText text) => Vectorize(text.Text, ngram =>
            places.TryGetValue(ngram, out var place) ? (place, MathF.Log((1f + task.Train.Count) / (1f + frequencies[ngram])) + 1) : null);

        SparseVector[] train = [.. task.Train.Select(Vector)];
        List<float[]> machines = [];
        for (var @class = 0; @class < task.Classes.Count; @class++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var own = @class;
            machines.Add(SupportVectorMachine.Train(train, places.Count, i => task.Train[i].Class == own, Penalty, positiveWeight: 1, seed: own));
            progress?.Report((@class + 1.0) / task.Classes.Count);
        }

        var test = task.Test.Where(text => text.Class >= 0).ToList();
        int[] said = [.. test.Select(Vector).Select(vector => TensorPrimitives.IndexOfMax<float>([.. machines.Select(machine => Score(machine, vector))]))];
        return new TextTaskReport(task.Name, ClassificationReport.Compare(said, [.. test.Select(text => text.Class)], task.Classes.Count), Scope: null);
    }

    // How many texts each n-gram is in, of those that are in enough.
    private static Dictionary<ulong, int> Frequencies(IReadOnlyList<LabelledText> texts) => texts
        .SelectMany(text => Views.SelectMany(new EncodedText(text.Text).Ngrams))
        .CountBy(ngram => ngram.Hash)
        .Where(count => count.Value >= FewestTexts)
        .ToDictionary();

    private static SparseVector Vectorize(string text, Func<ulong, (int Place, float Weight)?> known)
    {
        var encoded = new EncodedText(text);
        List<(int Place, float Value)> elements = [];
        foreach (var view in Views)
        {
            (int Place, float Value)[] part =
                [.. from ngram in encoded.Ngrams(view) let place = known(ngram.Hash) where place is not null select (place.Value.Place, (1 + MathF.Log(ngram.Count)) * place.Value.Weight)];
            var length = MathF.Sqrt(part.Sum(element => element.Value * element.Value));
            elements.AddRange(part.Select(element => (element.Place, element.Value / length)));
        }

        elements.Sort();
        return new SparseVector([.. elements.Select(element => element.Place)], [.. elements.Select(element => element.Value)]);
    }

    private static float Score(float[] machine, SparseVector text)
    {
        var sum = machine[^1];
        for (var i = 0; i < text.Indices.Length; i++)
            sum += machine[text.Indices[i]] * text.Values[i];
        return sum;
    }
}
