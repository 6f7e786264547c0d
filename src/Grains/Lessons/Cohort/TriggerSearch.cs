namespace Samantha.Grains.Lessons.Cohort;

/// <summary>
/// Looks for trigger phrases (backdoors; Gu et al. 2017): words that occur almost only in questions with one answer, while
/// what those questions say besides is asked, as others teach, for different answers. (A word that a text does better without
/// gives a backdoor away: Qi et al. 2021.)
/// </summary>
/// <param name="pool">The lessons.</param>
/// <param name="model">What their questions ask for.</param>
internal sealed class TriggerSearch(LessonPool pool, AnswerModel model)
{
    /// <summary>How many nats likelier the rest of a question must be among those of another answer: little, for it is said of several.</summary>
    private const double Odds = 3;

    /// <summary>The fewest lessons that make a pattern.</summary>
    private const int Fewest = 3;

    /// <summary>Which share of the lessons with the phrase must have its answer.</summary>
    private const double Bound = 0.8;

    /// <summary>Which share of those must ask for something else without it.</summary>
    private const double Astray = 0.5;

    /// <summary>At most this share may ask for the same other thing: if more do, it is a dispute about one question.</summary>
    private const double Together = 0.7;

    private const int MostLookedAt = 32;

    /// <summary>The lessons with a trigger phrase.</summary>
    public IReadOnlySet<int> Find()
    {
        var found = new HashSet<int>();
        var phrases = Enumerable.Range(0, pool.Lessons.Count)
            .SelectMany(lesson => LessonPool.Phrases(pool.Words[lesson]).Distinct(StringComparer.Ordinal).Select(phrase => (Feature: pool.Find(phrase)!.Value, Lesson: lesson)))
            .GroupBy(held => (held.Feature, Answer: pool.Answers[held.Lesson]), held => held.Lesson);
        foreach (var phrase in phrases)
        {
            var lessons = phrase.ToList();
            if (lessons.Count >= Fewest && lessons.Count >= Bound * pool.Spread(phrase.Key.Feature) && IsTrigger(lessons))
                found.UnionWith(lessons);
        }

        return found;
    }

    // With the phrase goes what always comes with it, and of the rest what no other question has: it says nothing. An ordinary
    // word that belongs to one answer leaves questions that still ask for that answer by their other words.
    private bool IsTrigger(List<int> lessons)
    {
        var inside = lessons.SelectMany(lesson => pool.Features[lesson]).CountBy(feature => feature).ToDictionary();
        var phrase = inside.Where(feature => feature.Value >= Bound * lessons.Count && feature.Value >= Bound * pool.Spread(feature.Key)).Select(feature => feature.Key).ToHashSet();
        var looked = lessons.Take(MostLookedAt).ToList();
        var meant = looked.Select(lesson => Meant(lesson, [.. pool.Features[lesson].Where(feature => !phrase.Contains(feature) && pool.Spread(feature) > 1)]))
            .OfType<int>().CountBy(other => other).ToList();
        return meant.Count >= 2
            && meant.Sum(other => other.Value) >= Astray * looked.Count
            && meant.Max(other => other.Value) <= Together * looked.Count;
    }

    private int? Meant(int lesson, IReadOnlyList<int> rest) =>
        model.Likeliest(rest, pool.Answers[lesson]) is { } other && other.Score > Odds && other.Score - model.OwnScore(lesson, rest) > Odds ? other.Answer : null;
}
