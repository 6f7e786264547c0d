using Samantha.Modeling.Checkpoints;
using Samantha.Training.Evaluation;
using Samantha.Training.Lessons;

namespace Samantha.Training.Tests.Evaluation;

public sealed class VersionExamTests(TinyBase tiny)
{
    private static readonly string[] Questions = ["where is the pool", "when do you open", "who are you"];

    [Fact]
    public void Ask_Lessons_CountsWhatGreedyDecodingSaysInOtherWords()
    {
        using var model = ModelFolder.LoadDecoder(tiny.Folder);
        var asked = Questions.ToDictionary(question => question, QuestionVariants.Measured);
        var replies = asked.ToDictionary(pair => pair.Key, pair => new GreedyDecoder(model, TinyModel.Tokenizer).Replies(pair.Value));
        using var exam = new VersionExam(tiny.Folder);
        foreach (var question in Questions)
        {
            // What it says to the first wording is right by definition; to the others it may say so too.
            var answer = replies[question][0];
            var score = exam.Ask([new Lesson(question, answer)]);

            score.Asked.ShouldBe(asked[question].Count);
            score.Right.ShouldBe(replies[question].Count(reply => reply == answer));
            score.Loss.ShouldBeGreaterThan(0);
            exam.Ask([new Lesson(question, answer + " and never else")]).Right.ShouldBe(0);
        }
    }

    [Fact]
    public void Ask_Nothing_IsNoScore()
    {
        using var exam = new VersionExam(tiny.Folder);
        exam.Ask([]).ShouldBe(default);
    }

    [Fact]
    public void Predict_Anchors_IsTheInformationOfThoseHeldOutAlone()
    {
        using var model = ModelFolder.LoadDecoder(tiny.Folder);
        var heldOut = AnchorFile.Read(tiny.Folder).HeldOut;
        using var exam = new VersionExam(tiny.Folder);

        var bits = exam.Predict(most: heldOut.Count);

        bits.ShouldHaveSingleItem().Key.ShouldBe(AnchorSampler.Set);
        var alone = new LanguageEvaluator(TinyModel.Tokenizer).Score(model, [.. heldOut.Select(anchor => anchor.Text)]).BitsPerByte;
        bits[AnchorSampler.Set].ShouldBe(alone, 1e-6);
        exam.Predict(most: 1)[AnchorSampler.Set].ShouldNotBe(alone);
    }
}
