using Samantha.Contracts.Conversations;
using Samantha.Contracts.Interactions;
using Samantha.Grains.Interactions;
using Samantha.Grains.Training;

namespace Samantha.Grains.Tests.Training;

public sealed class LessonCuratorTests
{
    private static readonly LearningOptions Options = new();

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

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public void Decide_RatedDownOrBack_TeachesNothingAndTakesBackWhatWasTaught(int rating) =>
        Decide(new Feedback(rating), "hello", "hi").ShouldBe(new CurationDecision(Withdrawn: "turn 3 t"));

    [Fact]
    public void Decide_TurnWithoutJudgement_IsNothing() =>
        LessonCurator.Decide(new AuthoredInteraction(7, 3, Consent.Granted, Conversations.Interactions.Turn("t")), null, Options).ShouldBe(CurationDecision.Nothing);

    [Theory]
    [InlineData(Consent.Withheld, true)]
    [InlineData(Consent.Withheld, false)]
    [InlineData(Consent.Unstated, false)]
    public void Decide_WithoutConsent_IsKeptOut(Consent consent, bool judgementIsConsent) =>
        Decide(new Feedback(1), "hello", "hi", consent, new LearningOptions { JudgementIsConsent = judgementIsConsent })
            .Excluded.ShouldBe("no consent");

    [Fact]
    public void Decide_ConsentWithdrawn_DropsTheAuthor() =>
        LessonCurator.Decide(new AuthoredInteraction(7, 3, Consent.Withheld, new ConsentChanged(Consent.Withheld)), null, Options).RefusedAuthor.ShouldBe(3);

    [Fact]
    public void Decide_TaughtFact_ReplacesAnEarlierAnswerToTheSameQuestion()
    {
        var one = LessonCurator.Decide(new AuthoredInteraction(7, 3, Consent.Granted, new FactTaught("When do you  open?", "at eight")), null, Options).Lesson!;
        var other = LessonCurator.Decide(new AuthoredInteraction(8, 3, Consent.Granted, new FactTaught("when do you open?", "at nine")), null, Options).Lesson!;

        other.Key.ShouldBe(one.Key);
    }

    [Fact]
    public void Decide_TaughtInATrace_IsALessonThatNamesIt()
    {
        const string Trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        var taught = new FactTaught("When do you open?", "at eight", Trace);

        LessonCurator.Decide(new AuthoredInteraction(7, 3, Consent.Granted, taught), null, Options).Lesson!.Trace.ShouldBe(Trace);
    }

    [Fact]
    public void Decide_TooLong_IsKeptOut() =>
        Decide(new Feedback(Correction: new string('x', 3_000)), "hello", "hi").Excluded.ShouldBe("too long");

    [Theory]
    [InlineData("What are your opening hours?", "We are open from 8 to 20 every day.")]
    [InlineData("How do I reset my password?", "Choose Forgot password at the sign-in page.")]
    [InlineData("Where is my order?", "You find it under Orders.")]
    [InlineData("How much is shipping?", "Shipping is 4.90 and free above 50.")]
    [InlineData("Are you open on 24 December 2026?", "Yes, until 14:00.")]
    public void ReasonIn_QuestionsAboutAService_AreNotPersonal(string question, string answer)
    {
        PersonalData.ReasonIn(question).ShouldBeNull();
        PersonalData.ReasonIn(answer).ShouldBeNull();
    }

    [Theory]
    [InlineData("my name is Ann")]
    [InlineData("What is my first name?")]
    [InlineData("Call me Ishmael")]
    [InlineData("I live in Lyon")]
    [InlineData("I'm 34 years old")]
    [InlineData("my wife works at the bank")]
    [InlineData("write to ann.b+c@mail.example.org")]
    [InlineData("ring +33 6 12 34 56 78")]
    [InlineData("the card is 4111-1111-1111-1111")]
    public void ReasonIn_OnesOwnLife_IsPersonal(string text) => PersonalData.ReasonIn(text).ShouldNotBeNull();

    private static CurationDecision Decide(Feedback feedback, string text, string reply, Consent consent = Consent.Unstated, LearningOptions? options = null)
    {
        var turn = TurnFold.With(TurnFold.Of(Conversations.Interactions.Turn("t", text, reply), 1), feedback);
        return LessonCurator.Decide(
            new AuthoredInteraction(7, 3, consent, Conversations.Interactions.Feedback("t", feedback.Rating, feedback.Correction)), turn, options ?? Options);
    }
}
