using Samantha.Grains.Training;

namespace Samantha.Grains.Lessons.Cohort;

/// <summary>
/// Finds questions that are the same but for words of no weight: by the cosine of their words, each weighted by how rare it is
/// among all (Spärck Jones 1972).
/// </summary>
internal sealed class SameQuestions
{
    private readonly List<Dictionary<string, double>> _vectors;
    private readonly Dictionary<string, List<(int Question, double Weight)>> _postings = new(StringComparer.Ordinal);
    private readonly double _least;

    /// <param name="questions">The words of each question.</param>
    /// <param name="least">The least cosine of questions that are the same.</param>
    public SameQuestions(IReadOnlyList<IReadOnlyList<string>> questions, double least)
    {
        _least = least;
        var spread = questions.SelectMany(words => words.Distinct(StringComparer.Ordinal)).CountBy(word => word, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        _vectors = [.. questions.Select(words => Vector(words, word => Math.Log(1 + (double)questions.Count / spread[word])))];
        foreach (var (question, vector) in _vectors.Index())
        {
            foreach (var (word, weight) in vector)
            {
                if (!_postings.TryGetValue(word, out var posting))
                    _postings.Add(word, posting = []);
                posting.Add((question, weight));
            }
        }
    }

    /// <summary>The other questions that are the same as one, in their order.</summary>
    public IReadOnlyList<int> Of(int question)
    {
        var cosines = new double[_vectors.Count];
        foreach (var (word, weight) in _vectors[question])
        {
            foreach (var (other, otherWeight) in _postings[word])
                cosines[other] += weight * otherWeight;
        }

        return [.. Enumerable.Range(0, cosines.Length).Where(other => other != question && cosines[other] >= _least)];
    }

    private static Dictionary<string, double> Vector(IReadOnlyList<string> words, Func<string, double> rarity)
    {
        var weights = words.Distinct(StringComparer.Ordinal).ToDictionary(word => word, rarity, StringComparer.Ordinal);
        var length = Math.Sqrt(weights.Values.Sum(weight => weight * weight));
        return length == 0 ? [] : weights.ToDictionary(weight => weight.Key, weight => weight.Value / length, StringComparer.Ordinal);
    }
}
