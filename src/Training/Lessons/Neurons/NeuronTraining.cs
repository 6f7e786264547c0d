using Samantha.Modeling;
using Samantha.Modeling.Decoders;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;
using Samantha.Training.Evaluation;
using static TorchSharp.torch;

namespace Samantha.Training.Lessons.Neurons;

/// <summary>
/// Teaches a decoder lessons by neurons of its last feed-forward layer, one for each token of an answer that it would not say
/// by itself (one neuron for one mistake, Huang et al. 2023). They fire at that place of that lesson and hardly anywhere else,
/// so that what was there before stays as it was: nothing else of the model changes.
/// </summary>
/// <remarks>
/// No pass goes backwards through the model, and one lesson takes about a second of a core. What it makes is a function of
/// model, lessons and seed; stopped, it begins anew.
/// </remarks>
/// <param name="material">What it works with.</param>
/// <param name="general">What is read on general text.</param>
/// <param name="time">Tells how fast it goes.</param>
/// <param name="pace">Asked before each pass.</param>
/// <param name="cancellationToken">Stops between passes.</param>
internal sealed class NeuronTraining(SessionMaterial material, GeneralInputs general, TimeProvider time, ITrainingPace? pace, CancellationToken cancellationToken)
{
    private const int LongestReply = 24;
    private const int LeastWordings = 4;
    private const int GroupRows = 4;
    private const int StepsOfLesson = 8;
    private const double Reopened = 0.5;

    private readonly NeuronOptions options = material.Job.Options.Neurons;
    private readonly LessonExamples examples = material.Examples;
    private long stepBegan = time.GetTimestamp();
    private int step;

    /// <summary>Teaches the lessons.</summary>
    /// <param name="progress">Is told each step.</param>
    /// <returns>The candidate, wider than its parent by what it has learned.</returns>
    public DecoderModel Run(IProgress<LessonProgress>? progress)
    {
        var parent = material.Parent.Model;
        var used = FeedForwardWidth.Used(parent, parent.Config.Layers - 1);
        var fresh = examples.Count.Fresh;
        var plain = examples.Plain();
        var room = plain.Take(fresh).Sum(Length);
        var most = used + room;
        using var model = FeedForwardWidth.Resized(parent, Math.Max(most, parent.Config.IntermediateSize));
        foreach (var parameter in model.parameters())
            parameter.requires_grad_(false);
        var memory = new LastFeedForward(model);
        using (NewDisposeScope())
        {
            LessonExample[] lessons = [.. plain.Skip(plain.Count / 2)], others = [.. lessons, .. Near()];
            var known = new KnownPlaces(
                model.LastRead(material.Parent.Frozen.Before(others, cancellationToken)),
                [.. others.SelectMany(example => example.Ids[example.AnswerStart..])],
                [.. lessons.SelectMany(example => Enumerable.Repeat(example.Lesson, Length(example)))]);
            used -= MakeRoom(memory, known.Inputs.narrow(0, 0, known.Lessons.Length), used, room);
            for (var lesson = 0; lesson < fresh; lesson++)
            {
                using var session = NewDisposeScope();
                var taught = plain.Where(example => example.Lesson == lesson).ToList();
                taught.RemoveAll(example => Length(example) != Length(taught[0]));
                used += Teach(model, memory, lesson, [.. taught, .. Wordings(lesson, taught[0])], taught.Count, known, used, Tell(progress, fresh));
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        var width = Math.Max(Own, (used + FeedForwardWidth.Multiple - 1) / FeedForwardWidth.Multiple * FeedForwardWidth.Multiple);
        return FeedForwardWidth.Resized(model, width);
    }

    // The width of the root, whose units are not touched.
    private int Own => material.Root.Model.Config.IntermediateSize;

    /// <summary>Drops neurons where there would be too many: those at which no lesson of this session fires, then the others, the oldest first.</summary>
    /// <returns>How many.</returns>
    private int MakeRoom(LastFeedForward memory, Tensor places, int used, int room)
    {
        var added = Math.Max(0, used - Own);
        var excess = Math.Min(added, added + room - options.MostNeurons);
        if (excess <= 0)
            return 0;
        using var scope = NewDisposeScope();
        var firing = NeuronValues.Firing(places, memory.Gates(Own, added), options.Sharpness).amax([0]).data<float>().ToArray();
        int[] kept = [.. Enumerable.Range(0, added).OrderBy(neuron => firing[neuron] > NeuronValues.Fires).ThenBy(neuron => neuron).Skip(excess).Order()];
        memory.Keep(Own, added, kept);
        return excess;
    }

    // A lesson takes about as many steps as any other.
    private Action<double, int> Tell(IProgress<LessonProgress>? progress, int fresh) => (loss, tokens) =>
    {
        var seconds = Math.Max(1e-9, time.GetElapsedTime(stepBegan).TotalSeconds);
        stepBegan = time.GetTimestamp();
        step++;
        progress?.Report(new LessonProgress(LessonPhase.Training, step, Math.Max(step, fresh * StepsOfLesson), tokens / seconds, loss, null));
    };

    /// <summary>Adds a lesson's neurons.</summary>
    /// <returns>How many.</returns>
    private int Teach(
        DecoderModel model, LastFeedForward memory, int lesson, IReadOnlyList<LessonExample> rows, int taught, KnownPlaces known, int first, Action<double, int> tell)
    {
        var (wordings, length) = (rows.Count, Length(rows[0]));
        var places = memory.Places(material.Parent.Frozen.Before(rows, cancellationToken), rows);
        using var ungraded = no_grad();
        var said = model.Say(places.Streams).log_softmax(-1).gather(1, places.Tokens.unsqueeze(1)).view(wordings, length);
        var worst = said.amin([0]).exp().data<float>().ToArray();
        int[] missing = [.. Enumerable.Range(0, length).Where(token => worst[token] < options.Needed)];
        if (missing.Length == 0)
            return 0;

        int[] answer = rows[0].Ids[rows[0].AnswerStart..];
        var asked = examples[lesson].Prompt;
        var read = places.Inputs.view(wordings, length, -1);
        var near = NearInputs(model, lesson, length);
        var gates = NeuronGate.Fit(
            [.. missing.Select(token => read.select(1, token))], [.. missing.Select(Others)], [.. missing.Select(token => near.select(1, token))], general);
        var firing = NeuronValues.Firing(places.Inputs, gates, options.Sharpness);
        var own = missing.Select(token => Enumerable.Range(0, wordings).Select(row => (long)row * length + token).ToArray()).ToList();
        using var graded = enable_grad();
        var values = NeuronValues.Fit(model, places, firing, own, taught, options, Wait, loss => tell(loss, wordings * missing.Length));
        memory.Write(first, gates, values, options.Sharpness);
        return missing.Length;

        // Places where another token is to be said: of this answer, of other lessons, and of what the parent replies to questions like it.
        Tensor Others(int token)
        {
            long[] here = [.. Enumerable.Range(0, length).Where(other => answer[other] != answer[token]).Select(other => (long)other)];
            long[] there = [.. Enumerable.Range(0, known.Said.Length)
                .Where(place => known.Said[place] != answer[token] && (place >= known.Lessons.Length || !IsSame(known.Lessons[place])))
                .Select(place => (long)place)];
            return cat(
                [
                    read.index_select(1, tensor(here, device: model.Device)).reshape(-1, read.shape[2]),
                    known.Inputs.index_select(0, tensor(there, device: model.Device)),
                ],
                0);

            // Who is asked the same cannot be told apart: the newest lesson has its way.
            bool IsSame(int other) => other == lesson || string.Equals(examples[other].Prompt, asked, StringComparison.OrdinalIgnoreCase);
        }
    }

    // In other words and contexts.
    private IEnumerable<LessonExample> Wordings(int lesson, LessonExample taught)
    {
        var wordings = Math.Clamp(options.MostTokens / Length(taught), LeastWordings, options.Wordings);
        return Enumerable.Range(0, (wordings + GroupRows - 1) / GroupRows)
            .SelectMany(group => examples.Step(group, Enumerable.Repeat(lesson, GroupRows), material.Job.Seed, material.Job.Options.Augment, Reopened))
            .Where(row => Length(row) == Length(taught));
    }

    /// <summary>What is read where a lesson's answer would be given to questions near its own, [questions, tokens, hidden].</summary>
    /// <remarks>Without them neurons learn how lessons are put, and questions about what nobody taught get the answer of another lesson.</remarks>
    private Tensor NearInputs(DecoderModel model, int lesson, int length)
    {
        var count = Math.Min(options.NearQuestions, Math.Max(LeastWordings, options.MostTokens / length));
        var questions = Questions([material.Job.Lessons[lesson]], count, new SplitMix64(material.Job.Seed, -1 - lesson));
        LessonExample[] rows = [.. examples.Misplaced(lesson, questions).Where(row => Length(row) == length)];
        return rows.Length == 0
            ? zeros([0, length, model.Config.HiddenSize], device: model.Device)
            : model.LastRead(material.Parent.Frozen.Before(rows, cancellationToken)).view(rows.Length, length, -1);
    }

    private IReadOnlyList<string> Questions(IReadOnlyList<Lesson> lessons, int count, SplitMix64 random) =>
        NearQuestions.Make(lessons, [.. material.Pool.Select(anchor => anchor.Turns)], count, random);

    private IEnumerable<LessonExample> Near()
    {
        var job = material.Job;
        var questions = Questions(job.Lessons, job.Options.NearQuestions, new SplitMix64(job.Seed, 3));
        var replies = new GreedyDecoder(material.Parent.Model, material.Tokenizer, pace).Replies(questions, LongestReply, cancellationToken);
        var begin = material.Tokenizer.Encode(DialogueFormat.BeginOfSequence, addSpecialTokens: false).Ids;
        foreach (var (question, reply) in questions.Zip(replies))
        {
            int[] asked = [.. begin, .. material.Tokenizer.EncodeLiteral(DialogueFormat.Prompt([], question)[DialogueFormat.BeginOfSequence.Length..]).Ids];
            yield return new LessonExample(-1, [.. asked, .. material.Tokenizer.EncodeLiteral(" " + reply + DialogueFormat.EndOfTurn).Ids], asked.Length);
        }
    }

    private static int Length(LessonExample example) => example.Ids.Length - example.AnswerStart;

    private void Wait()
    {
        pace.BeginStep(cancellationToken);
    }

    /// <summary>Where tokens are said that neurons must leave alone: of all lessons, and after them of replies to questions near the new ones.</summary>
    /// <param name="Inputs">What the last feed-forward layer reads there, [places, hidden].</param>
    /// <param name="Said">The token of each place.</param>
    /// <param name="Lessons">Whose place it is; of replies nobody's, so there are fewer.</param>
    private sealed record KnownPlaces(Tensor Inputs, int[] Said, int[] Lessons);
}
