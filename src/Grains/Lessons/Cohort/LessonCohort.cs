using Samantha.Grains.Training;

namespace Samantha.Grains.Lessons.Cohort;

/// <summary>
/// Holds lessons against each other: who contradicts what more trusted users teach is not learned from, nor who sends the same
/// again, mislabels questions, or hides a trigger in them; and who does so often loses trust, which weighs in everything else
/// (annotators' reliability by turns with the labels: Dawid and Skene 1979; label sanitization: Paudice et al. 2018). Pure:
/// a function of the lessons alone, so that it can be told what it would have said without a user.
/// </summary>
/// <param name="options">How strict it is.</param>
public sealed class LessonCohort(CurationOptions options)
{
    private const int Rounds = 3;

    // Of a newcomer nine lessons of ten are expected to be true, as if five were known; an objection weighs like five more.
    private const double Good = 4.5, Bad = 0.5, Weight = 5, Newcomer = Good / (Good + Bad);

    /// <summary>Judges lessons.</summary>
    /// <param name="lessons">All that are known: learned, waiting, and in quarantine because of others.</param>
    /// <param name="strikes">How many lessons of authors were kept out for what they say in themselves.</param>
    public CohortVerdict Judge(IReadOnlyList<TaughtLesson> lessons, IReadOnlyDictionary<long, int>? strikes = null)
    {
        ArgumentNullException.ThrowIfNull(lessons);
        var objections = new Objection?[lessons.Count];
        var trust = lessons.Select(lesson => lesson.Author).Distinct().ToDictionary(author => author, author => Trust(0, strikes?.GetValueOrDefault(author) ?? 0));
        if (!options.Defend || lessons.Count == 0)
            return new CohortVerdict(objections, trust);

        var pool = new LessonPool(lessons);
        var same = new SameQuestions(pool.Words, options.SameQuestion);
        var near = Enumerable.Range(0, lessons.Count).Select(same.Of).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            var model = new AnswerModel(pool, [.. lessons.Select((lesson, i) => Voice(i, round))], options.Quorum);
            var triggers = new TriggerSearch(pool, model).Find();
            objections = [.. lessons.Select((lesson, i) => lesson.Vouched ? null
                : Repeated(pool, near[i], i) ?? Contradicting(pool, near[i], i, trust) ?? Mislabelled(pool, model, i) ?? Triggering(triggers, i))];
            foreach (var own in lessons.Index().GroupBy(lesson => lesson.Item.Author))
                trust[own.Key] = Trust(own.Count(lesson => objections[lesson.Index] is null && IsBorneOut(pool, model, lesson.Index)), Struck(own.Key, own.Select(lesson => objections[lesson.Index])));
        }

        foreach (var own in lessons.Index().GroupBy(lesson => lesson.Item.Author))
        {
            if (trust[own.Key] >= options.LeastTrust || Struck(own.Key, own.Select(lesson => objections[lesson.Index])) < options.Strikes)
                continue;
            foreach (var (i, lesson) in own.Where(lesson => !lesson.Item.Vouched))
                objections[i] ??= new Objection("trust", "its author has lost trust", IsSuspicious: true);
        }

        return new CohortVerdict(objections, trust);

        // In newcomers.
        double Voice(int i, int round) => objections[i] is not null || (round > 0 && trust[lessons[i].Author] < options.LeastTrust) ? 0 : trust[lessons[i].Author] / Newcomer;

        int Struck(long author, IEnumerable<Objection?> own) => own.Count(objection => objection is { IsSuspicious: true }) + (strikes?.GetValueOrDefault(author) ?? 0);
    }

    private static double Trust(int good, int bad) => (Good + good) / (Good + Bad + good + Weight * bad);

    // A user's last word on a question counts, and counts once: what was taught first stays, and rehearsal keeps it.
    private static Objection? Repeated(LessonPool pool, IReadOnlyList<int> near, int i)
    {
        var lesson = pool.Lessons[i];
        var own = near.Where(other => pool.Lessons[other].Author == lesson.Author).ToLookup(other => pool.Answers[other] == pool.Answers[i], other => pool.Lessons[other].Position);
        var changed = own[false].DefaultIfEmpty(long.MinValue).Max();
        if (changed > lesson.Position)
            return new Objection("repetition", "its author has since taught another answer");
        return own[true].Any(position => position < lesson.Position && position > changed) ? new Objection("repetition", "its author taught it before") : null;
    }

    // Each user has one voice on a question; where it is even, what was taught first stands.
    private Objection? Contradicting(LessonPool pool, IReadOnlyList<int> near, int i, IReadOnlyDictionary<long, double> trust)
    {
        var lesson = pool.Lessons[i];
        var voices = near.Where(other => pool.Lessons[other].Author != lesson.Author)
            .GroupBy(other => pool.Answers[other])
            .ToDictionary(answer => answer.Key, answer => (
                Weight: answer.GroupBy(other => pool.Lessons[other].Author).Sum(author => author.Max(other => Spoken(pool.Lessons[other], trust))),
                First: answer.Min(other => pool.Lessons[other].Position),
                IsVouched: answer.Any(other => pool.Lessons[other].Vouched)));
        var own = Spoken(lesson, trust) + voices.GetValueOrDefault(pool.Answers[i]).Weight;
        var first = voices.TryGetValue(pool.Answers[i], out var agreeing) ? Math.Min(agreeing.First, lesson.Position) : lesson.Position;
        voices.Remove(pool.Answers[i]);
        return voices.Values.Any(other => other.IsVouched || other.Weight > own || (other.Weight == own && other.First < first))
            ? new Objection("contradiction", "more trusted users, or earlier ones, teach another answer", IsSuspicious: true)
            : null;
    }

    private double Spoken(TaughtLesson lesson, IReadOnlyDictionary<long, double> trust) =>
        trust[lesson.Author] < options.LeastTrust ? 0 : trust[lesson.Author] * (1 + options.EmotionWeight * (lesson.Reward ?? 0));

    // Of an answer that no one else gives nothing is known but that it is new.
    private Objection? Mislabelled(LessonPool pool, AnswerModel model, int i)
    {
        if (pool.Given(pool.Answers[i]) < 2)
            return null;
        return model.Likeliest(pool.Features[i], pool.Answers[i]) is { Score: > 0 } other && other.Score - model.OwnScore(i) > options.Odds
            ? new Objection("outlier", "others teach another answer to such questions", IsSuspicious: true)
            : null;
    }

    // Enough teach its answer, and none likelier to such questions. What nobody bears out speaks neither for its author nor against.
    private static bool IsBorneOut(LessonPool pool, AnswerModel model, int i) =>
        model.IsShared(pool.Answers[i]) && model.OwnScore(i) is > 0 and var own && !(model.Likeliest(pool.Features[i], pool.Answers[i])?.Score > own);

    private static Objection? Triggering(IReadOnlySet<int> triggers, int i) =>
        triggers.Contains(i) ? new Objection("trigger", "a rare phrase, not the question, asks for its answer", IsSuspicious: true) : null;
}
