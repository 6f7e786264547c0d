using Samantha.Grains.Training;

namespace Samantha.Grains.Lessons.Cohort;

/// <summary>
/// Lessons by what is compared of them: the features of their questions (words, pairs of words, beginnings of long words),
/// and their answers, of which those in the same words are one.
/// </summary>
internal sealed class LessonPool
{
    private const int LongWord = 6, Beginning = 4;

    private readonly Dictionary<string, int> _features = new(StringComparer.Ordinal);
    private readonly List<int> _spread = [];
    private readonly int[] _given;

    public LessonPool(IReadOnlyList<TaughtLesson> lessons)
    {
        Lessons = lessons;
        var answers = new Dictionary<string, int>(StringComparer.Ordinal);
        Answers = [.. lessons.Select(lesson => Number(answers, LessonText.Plain(lesson.Answer)))];
        AnswerCount = answers.Count;
        _given = [.. Answers.CountBy(answer => answer).OrderBy(answer => answer.Key).Select(answer => answer.Value)];
        Words = [.. lessons.Select(lesson => LessonText.Words(lesson.Prompt))];
        Features = [.. Words.Select(words => (int[])[.. Of(words).Select(feature => Number(_features, feature)).Distinct()])];
        _spread.AddRange(new int[_features.Count]);
        foreach (var feature in Features.SelectMany(features => features))
            _spread[feature]++;
        Mass = _spread.Sum();
        AnswerFeatures = AnswersOwn(lessons);
    }

    /// <summary>The lessons.</summary>
    public IReadOnlyList<TaughtLesson> Lessons { get; }

    /// <summary>The words of each one's question.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Words { get; }

    /// <summary>The features of each one's question, each once.</summary>
    public IReadOnlyList<int[]> Features { get; }

    /// <summary>The answer of each.</summary>
    public IReadOnlyList<int> Answers { get; }

    /// <summary>
    /// Of each answer, the features of questions that are in its own words: what is asked about is named in most answers. Each
    /// with its weight in (0, 1]: what many answers say tells nothing.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<(int Feature, double Weight)>> AnswerFeatures { get; }

    /// <summary>How many different answers there are.</summary>
    public int AnswerCount { get; }

    /// <summary>How many lessons give an answer.</summary>
    public int Given(int answer) => _given[answer];

    /// <summary>How many features there are.</summary>
    public int FeatureCount => _spread.Count;

    /// <summary>All features of all lessons together.</summary>
    public double Mass { get; }

    /// <summary>How many lessons have a feature.</summary>
    public int Spread(int feature) => _spread[feature];

    /// <summary>The feature that a word or a pair of words is; null if no question has it.</summary>
    public int? Find(string phrase) => _features.TryGetValue(phrase, out var feature) ? feature : null;

    /// <summary>The words of a question and its pairs of neighbouring words.</summary>
    public static IEnumerable<string> Phrases(IReadOnlyList<string> words) => words.Concat(words.Zip(words.Skip(1), (one, next) => $"{one} {next}"));

    private IReadOnlyList<IReadOnlyList<(int, double)>> AnswersOwn(IReadOnlyList<TaughtLesson> lessons)
    {
        var said = lessons.Zip(Answers).DistinctBy(lesson => lesson.Second)
            .Select(lesson => (IReadOnlyList<int>)[.. Of(LessonText.Words(lesson.First.Answer)).Select(Find).OfType<int>().Distinct()]).ToList();
        var spread = said.SelectMany(features => features).CountBy(feature => feature).ToDictionary();
        return [.. said.Select(features => (IReadOnlyList<(int, double)>)[.. features.Select(feature => (feature, 1 - ((spread[feature] - 1.0) / said.Count)))])];
    }

    private static IEnumerable<string> Of(IReadOnlyList<string> words) =>
        Phrases(words).Concat(words.Where(word => word.Length >= LongWord).Select(word => word[..Beginning] + "*"));

    private static int Number(Dictionary<string, int> numbers, string name)
    {
        if (!numbers.TryGetValue(name, out var number))
            numbers.Add(name, number = numbers.Count);
        return number;
    }
}
