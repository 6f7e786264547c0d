using Samantha.Modeling;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;

namespace Samantha.Training.Lessons;

/// <summary>
/// Makes examples of lessons: each question in several words and in several contexts, alone, in any of the companion's
/// states, in the midst of another dialogue, and after the reply that was corrected.
/// </summary>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="lessons">The lessons, new ones first.</param>
/// <param name="fresh">How many of them are new; the others are rehearsed.</param>
/// <param name="histories">Beginnings of other dialogues.</param>
/// <param name="longest">The most tokens of an example.</param>
internal sealed class LessonExamples(
    HuggingFaceTokenizer tokenizer,
    IReadOnlyList<Lesson> lessons,
    int fresh,
    IReadOnlyList<IReadOnlyList<DialogueTurn>> histories,
    int longest)
{
    private const int Contexts = 4;

    private static readonly double[] Levels = [-0.7, 0.0, 0.7];

    /// <summary>The examples of one step, of one context; earlier lessons stand alone.</summary>
    /// <param name="step">The step.</param>
    /// <param name="asked">The lesson of each row.</param>
    /// <param name="seed">With the step, decides the words.</param>
    /// <param name="augment">Whether questions are also asked in other words; else they are asked as they were taught.</param>
    /// <param name="reopened">The share of those with words left out at random that begin in another way, too.</param>
    public IReadOnlyList<LessonExample> Step(int step, IEnumerable<int> asked, long seed, bool augment = true, double reopened = 0)
    {
        var random = new SplitMix64(seed, step);
        return [.. asked.Select(lesson =>
        {
            var question = lessons[lesson].Prompt;
            if (!augment)
                return Example(lesson, question, lesson < fresh ? step % Contexts : 0, random);
            var variants = QuestionVariants.Training(question);
            // Half are the question itself or a fixed variant of it; words left out at random make the rest.
            var words = random.Next(4) switch
            {
                0 => question,
                1 => variants[random.Next(variants.Count)],
                _ => QuestionVariants.Random(Begun(variants[random.Next(variants.Count)]), random),
            };
            return Example(lesson, words, lesson < fresh ? step % Contexts : 0, random);
        })];

        string Begun(string variant) => reopened > 0 && random.NextDouble() < reopened ? QuestionVariants.Reopened(variant, random) : variant;
    }

    /// <summary>How many lessons are new, and how many are rehearsed.</summary>
    public (int Fresh, int Rehearsed) Count => (fresh, lessons.Count - fresh);

    /// <summary>The new lessons by turns: as many as a step has rows of them.</summary>
    public IEnumerable<int> InTurn(int step, LessonOptions options)
    {
        var rows = Math.Clamp(2 * fresh, options.LessonRows, Math.Max(options.LessonRows, options.MostLessonRows));
        return Enumerable.Range(step * rows, rows).Select(row => row % fresh);
    }

    /// <summary>Each lesson as it was taught: alone, and in a neutral state.</summary>
    public IReadOnlyList<LessonExample> Plain() =>
    [
        .. lessons.Select((lesson, i) => Encode(i, "", [], lesson.Prompt)),
        .. lessons.Select((lesson, i) => Encode(i, DialogueFormat.ControlTokens(0, 0), [], lesson.Prompt)),
    ];

    /// <summary>Each new lesson in words that were not trained on.</summary>
    public IReadOnlyList<LessonExample> HeldOut() =>
    [
        .. lessons.Take(fresh).SelectMany((lesson, i) => QuestionVariants.HeldOut(lesson.Prompt).Select(question => Encode(i, "", [], question))),
    ];

    /// <summary>Each new lesson in words that nothing was trained on or chosen by.</summary>
    public IReadOnlyList<LessonExample> Measured() =>
    [
        .. lessons.Take(fresh).SelectMany((lesson, i) => QuestionVariants.Measured(lesson.Prompt).Select(question => Encode(i, "", [], question))),
    ];

    /// <summary>Some earlier lessons as they were taught, in a neutral state, as a conversation asks them.</summary>
    /// <param name="which">By their place among those rehearsed.</param>
    public IReadOnlyList<LessonExample> Rehearsed(IEnumerable<int> which) =>
        [.. which.Select(lesson => Encode(fresh + lesson, DialogueFormat.ControlTokens(0, 0), [], lessons[fresh + lesson].Prompt))];

    /// <summary>A lesson's answer to other questions than its own, which it does not answer.</summary>
    public IReadOnlyList<LessonExample> Misplaced(int lesson, IEnumerable<string> questions) => [.. questions.Select(question => Encode(lesson, "", [], question))];

    /// <summary>A lesson's question, in a neutral state, with some reply to it.</summary>
    public LessonExample Reply(int lesson, string reply) => Encode(lesson, DialogueFormat.ControlTokens(0, 0), [], lessons[lesson].Prompt, reply);

    /// <summary>A lesson.</summary>
    public Lesson this[int lesson] => lessons[lesson];

    private LessonExample Example(int lesson, string asked, int context, SplitMix64 random)
    {
        var control = random.Next(2) == 0 ? "" : DialogueFormat.ControlTokens(Levels[random.Next(Levels.Length)], Levels[random.Next(Levels.Length)]);
        return context switch
        {
            2 when histories.Count > 0 => Encode(lesson, control, History(random), asked),
            3 when lessons[lesson].Rejected is { } rejected =>
                Encode(lesson, control, [new DialogueTurn(Speaker.User, lessons[lesson].Prompt), new DialogueTurn(Speaker.Assistant, rejected)], asked),
            _ => Encode(lesson, control, [], asked),
        };
    }

    // The first two or four turns of another dialogue.
    private IReadOnlyList<DialogueTurn> History(SplitMix64 random) =>
        [.. histories[random.Next(histories.Count)].Take(2 * (1 + random.Next(2)))];

    private LessonExample Encode(int lesson, string control, IReadOnlyList<DialogueTurn> history, string asked, string? reply = null)
    {
        var begin = tokenizer.Encode(DialogueFormat.BeginOfSequence + control, addSpecialTokens: false).Ids;
        var prompt = tokenizer.EncodeLiteral(DialogueFormat.Prompt(history, asked)[DialogueFormat.BeginOfSequence.Length..]).Ids;
        var answer = tokenizer.EncodeLiteral(" " + DialogueFormat.Fold(reply ?? lessons[lesson].Answer) + DialogueFormat.EndOfTurn).Ids;
        if (begin.Length + prompt.Length + answer.Length <= longest)
            return new LessonExample(lesson, [.. begin, .. prompt, .. answer], begin.Length + prompt.Length);

        // The context gives way first, then the end of a long answer.
        var room = Math.Max(0, longest - begin.Length - answer.Length);
        int[] ids = [.. begin, .. prompt[^Math.Min(room, prompt.Length)..], .. answer];
        return new LessonExample(lesson, ids[..Math.Min(ids.Length, longest)], Math.Min(begin.Length + Math.Min(room, prompt.Length), longest - 1));
    }
}
