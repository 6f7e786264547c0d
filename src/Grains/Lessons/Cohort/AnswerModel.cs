namespace Samantha.Grains.Lessons.Cohort;

/// <summary>
/// Tells from a question which of the taught answers is meant: naive Bayes over its features, each answer's counts smoothed by
/// those of all lessons (Dirichlet prior; Zhai and Lafferty 2004). An author's lessons on one answer weigh no more than two,
/// and as much as the author is trusted; the answer's own words weigh like one question more.
/// </summary>
internal sealed class AnswerModel
{
    private const double Prior = 30;
    private const double MostPerAuthor = 2;

    private readonly LessonPool _pool;
    private readonly Dictionary<int, double>[] _counts;
    private readonly double[] _mass;
    private readonly double[] _weights;
    private readonly double[] _support;
    private readonly (int Answer, double Count)[][] _holders;
    private readonly double _quorum;

    /// <param name="pool">The lessons.</param>
    /// <param name="trust">How much each of them counts, from 0; a newcomer's 1.</param>
    /// <param name="quorum">How many voices must be behind an answer for it to be meant by others' questions.</param>
    public AnswerModel(LessonPool pool, IReadOnlyList<double> trust, double quorum)
    {
        _pool = pool;
        _quorum = quorum;
        _counts = [.. Enumerable.Range(0, pool.AnswerCount).Select(_ => new Dictionary<int, double>())];
        (_mass, _support, _weights) = (new double[pool.AnswerCount], new double[pool.AnswerCount], new double[pool.Lessons.Count]);
        foreach (var shared in Enumerable.Range(0, pool.Lessons.Count).Where(i => trust[i] > 0).GroupBy(i => (pool.Answers[i], pool.Lessons[i].Author)))
        {
            var (answer, own) = (shared.Key.Item1, shared.ToList());
            _support[answer] += own.Max(i => trust[i]);
            foreach (var i in own)
            {
                _weights[i] = trust[i] * Math.Min(1, MostPerAuthor / own.Count);
                _mass[answer] += _weights[i] * pool.Features[i].Length;
                foreach (var feature in pool.Features[i])
                    _counts[answer][feature] = _counts[answer].GetValueOrDefault(feature) + _weights[i];
            }
        }

        foreach (var answer in Enumerable.Range(0, pool.AnswerCount).Where(answer => _support[answer] > 0))
        {
            foreach (var (feature, weight) in pool.AnswerFeatures[answer])
            {
                _mass[answer] += weight;
                _counts[answer][feature] = _counts[answer].GetValueOrDefault(feature) + weight;
            }
        }

        var holders = new List<(int, double)>?[pool.FeatureCount];
        for (var answer = 0; answer < pool.AnswerCount; answer++)
        {
            if (_support[answer] < quorum)
                continue;
            foreach (var (feature, count) in _counts[answer])
                (holders[feature] ??= []).Add((answer, count));
        }

        _holders = [.. holders.Select(list => list?.ToArray() ?? [])];
    }

    /// <summary>
    /// The logarithm of how much likelier a lesson's question is among those of its answer than among all, in nats. The lesson
    /// itself is left out.
    /// </summary>
    public double OwnScore(int lesson) => OwnScore(lesson, _pool.Features[lesson]);

    /// <summary>The same of a part of the question.</summary>
    /// <param name="lesson">The lesson.</param>
    /// <param name="features">Features of its question.</param>
    public double OwnScore(int lesson, IReadOnlyList<int> features)
    {
        var answer = _pool.Answers[lesson];
        var score = features.Count * Math.Log(Prior / (Math.Max(0, _mass[answer] - _weights[lesson] * _pool.Features[lesson].Length) + Prior));
        foreach (var feature in features)
            score += Gain(Math.Max(0, _counts[answer].GetValueOrDefault(feature) - _weights[lesson]), feature);
        return score;
    }

    /// <summary>The likeliest of the answers that enough authors teach, other than one; null if no feature speaks for any.</summary>
    /// <param name="features">The question's features.</param>
    /// <param name="other">The answer that does not count.</param>
    public (int Answer, double Score)? Likeliest(IReadOnlyList<int> features, int other)
    {
        var scores = new Dictionary<int, double>();
        foreach (var feature in features)
        {
            foreach (var (answer, count) in _holders[feature])
            {
                if (answer != other)
                    scores[answer] = scores.GetValueOrDefault(answer) + Gain(count, feature);
            }
        }

        (int Answer, double Score)? best = null;
        foreach (var (answer, gain) in scores)
        {
            var score = gain + features.Count * Math.Log(Prior / (_mass[answer] + Prior));
            if (best is null || score > best.Value.Score || (score == best.Value.Score && answer < best.Value.Answer))
                best = (answer, score);
        }

        return best;
    }

    /// <summary>Whether enough authors teach an answer.</summary>
    public bool IsShared(int answer) => _support[answer] >= _quorum;

    private double Gain(double count, int feature) => Math.Log(1 + count * _pool.Mass / (Prior * _pool.Spread(feature)));
}
