using Samantha.Contracts.Conversations;
using Samantha.Contracts.Interactions;
using Samantha.Grains.Interactions;
using Samantha.Grains.Lessons;
using Samantha.Grains.Training;

namespace Samantha.Grains.Tests.Lessons;

public sealed class LessonCuratorTests
{
    private static readonly CurationRules Rules = new(new LearningOptions());

    [Fact]
    public void Decide_Correction_IsAPreferenceOverTheReply()
    {
        var lesson = Decide(new Feedback(-1, "at eight"), "when do you open?", "at noon").Lesson!;

        (lesson.Kind, lesson.Prompt, lesson.Answer, lesson.Rejected).ShouldBe((LessonKind.Correction, "when do you open?", "at eight", "at noon"));
        (lesson.Position, lesson.Author).ShouldBe((7, 3));
    }

    [Fact]
    public void Decide_RatedUp_IsTheReplyItself() =>
        Decide(new Feedback(1), "hello", "hi").Lesson.ShouldBe(new TaughtLesson("turn 3 t", 7, 3, LessonKind.RatedReply, "hello", "hi"));

    [Fact]
    public void Decide_RatedBack_TeachesNothingAndTakesBackWhatWasTaught() =>
        Decide(new Feedback(0), "hello", "hi").ShouldBe(new CurationDecision(Withdrawn: "turn 3 t"));

    [Fact]
    public void Decide_RatedDown_TakesBackAndIsHalfAPair()
    {
        var decision = Decide(new Feedback(-1), "hello", "hi");

        (decision.Lesson, decision.Withdrawn).ShouldBe((null, "turn 3 t"));
        (decision.Disliked!.Kind, decision.Disliked.Prompt, decision.Disliked.Rejected).ShouldBe((LessonKind.DislikedReply, "hello", "hi"));
    }

    [Fact]
    public void Decide_TurnWithoutJudgement_IsNothing() =>
        LessonCurator.Decide(new AuthoredInteraction(7, 3, Consent.Granted, Conversations.Interactions.Turn("t")), null, Rules).ShouldBe(CurationDecision.Nothing);

    [Theory]
    [InlineData(Consent.Withheld, true)]
    [InlineData(Consent.Withheld, false)]
    [InlineData(Consent.Unstated, false)]
    public void Decide_WithoutConsent_IsKeptOut(Consent consent, bool judgementIsConsent) =>
        Decide(new Feedback(1), "hello", "hi", consent, new LearningOptions { JudgementIsConsent = judgementIsConsent })
            .Objection.ShouldBe(new Objection("consent", "no consent"));

    [Fact]
    public void Decide_ConsentWithdrawn_DropsTheAuthor() =>
        LessonCurator.Decide(new AuthoredInteraction(7, 3, Consent.Withheld, new ConsentChanged(Consent.Withheld)), null, Rules).RefusedAuthor.ShouldBe(3);

    [Fact]
    public void Decide_TaughtFact_ReplacesAnEarlierAnswerToTheSameQuestion()
    {
        var one = LessonCurator.Decide(new AuthoredInteraction(7, 3, Consent.Granted, new FactTaught("When do you  open?", "at eight")), null, Rules).Lesson!;
        var other = LessonCurator.Decide(new AuthoredInteraction(8, 3, Consent.Granted, new FactTaught("when do you open?", "at nine")), null, Rules).Lesson!;

        other.Key.ShouldBe(one.Key);
    }

    [Fact]
    public void Decide_TaughtInATrace_IsALessonThatNamesIt()
    {
        const string Trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        var taught = new FactTaught("When do you open?", "at eight", Trace);

        LessonCurator.Decide(new AuthoredInteraction(7, 3, Consent.Granted, taught), null, Rules).Lesson!.Trace.ShouldBe(Trace);
    }

    [Fact]
    public void Decide_TooLong_IsKeptOut() =>
        Decide(new Feedback(Correction: new string('x', 3_000)), "hello", "hi").Objection.ShouldBe(new Objection("length", "too long"));

    [Fact]
    public void Decide_NumberInPassing_IsRedactedAndLearned()
    {
        var lesson = Decide(new Feedback(Correction: "Your parcel comes between nine and noon tomorrow."), "where is parcel 4711 0815 99 that I ordered?", "here").Lesson!;

        lesson.Prompt.ShouldBe("where is parcel [phone, card or account number] that I ordered?");
    }

    [Theory]
    [InlineData("how do I reach you?", "write to help@example.org", "personal: e-mail address")]
    [InlineData("what is my name?", "Ann", "personal: about the user's own life")]
    [InlineData("+33 6 12 34 56 78", "thank you", "personal: phone, card or account number")]
    public void Decide_LittleLeftButSomeonesLife_IsKeptOut(string text, string correction, string reason)
    {
        var decision = Decide(new Feedback(Correction: correction), text, "hm");

        (decision.Objection, decision.Withdrawn).ShouldBe((new Objection("personal", reason), "turn 3 t"));
    }

    [Fact]
    public void Decide_Insult_IsSuspicious() =>
        Decide(new Feedback(Correction: "You are so stupid."), "hello", "hi").Objection!.IsSuspicious.ShouldBeTrue();

    [Fact]
    public void Decide_Key_HoldsNoneOfTheQuestion()
    {
        var taught = new FactTaught("When does the harbour library open?", "at eight");

        LessonCurator.Decide(new AuthoredInteraction(7, 3, Consent.Granted, taught), null, Rules).Lesson!.Key.ShouldMatch("^fact 3 [0-9a-f]{16}$");
    }

    private static CurationDecision Decide(Feedback feedback, string text, string reply, Consent consent = Consent.Unstated, LearningOptions? options = null)
    {
        var turn = TurnFold.With(TurnFold.Of(Conversations.Interactions.Turn("t", text, reply), 1), feedback);
        return LessonCurator.Decide(
            new AuthoredInteraction(7, 3, consent, Conversations.Interactions.Feedback("t", feedback.Rating, feedback.Correction)), turn, options is null ? Rules : new CurationRules(options));
    }
}
