using FsCheck;
using FsCheck.Fluent;
using Samantha.Training.Data;
using Samantha.Training.Lessons;

namespace Samantha.Training.Tests.Lessons;

public sealed class QuestionVariantsTests
{
    private const string Question = "What time does the swimming pool open?";

    [Fact]
    public void Training_Question_BeginsWithItself() => QuestionVariants.Training(Question)[0].ShouldBe(Question);

    [Fact]
    public void Training_Question_HoldsItsKeyWordsAlone() => QuestionVariants.Training(Question).ShouldContain("time swimming pool open?");

    [Fact]
    public void HeldOut_AnyQuestion_IsNeverTrainedOn()
    {
        Prop.ForAll<NonNull<string>>(question =>
        {
            var training = QuestionVariants.Training(question.Get);
            return QuestionVariants.HeldOut(question.Get).All(variant => !training.Contains(variant));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Measured_AnyQuestion_IsNeitherTrainedOnNorHeldOutToChooseBy()
    {
        Prop.ForAll<NonNull<string>>(question =>
        {
            var seen = QuestionVariants.Training(question.Get).Concat(QuestionVariants.HeldOut(question.Get)).ToHashSet();
            return !seen.Overlaps(QuestionVariants.Measured(question.Get));
        }).QuickCheckThrowOnFailure();
        QuestionVariants.Measured(Question).Count.ShouldBe(3);
    }

    [Fact]
    public void Random_AnyQuestion_AddsNoWord()
    {
        Prop.ForAll<int>(seed =>
        {
            var words = Question.ToLowerInvariant().TrimEnd('?').Split(' ');
            var variant = QuestionVariants.Random(Question, new SplitMix64(seed));
            return variant.ToLowerInvariant().TrimEnd('?').Split(' ').All(words.Contains);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Reopened_ManyDraws_BeginInManyWaysAndAskForTheSame()
    {
        var variants = Enumerable.Range(0, 100).Select(seed => QuestionVariants.Reopened(Question, new SplitMix64(seed))).ToList();
        variants.Select(variant => variant.Split(' ')[0]).Distinct().Count().ShouldBeGreaterThan(10);
        Carrying(Question).ShouldNotBeEmpty();
        variants.ShouldAllBe(variant => Carrying(variant).SequenceEqual(Carrying(Question)));
    }

    private static IEnumerable<string> Carrying(string question) => question.TrimEnd('?').Split(' ').Where(word => !QuestionVariants.IsMinor(word));

    [Fact]
    public void NearQuestions_Lesson_KeepsItsPhrasingAndExchangesItsSubject()
    {
        var dialogue = new Anchor("a", "user: I want time to open a restaurant in Berlin\nassistant: Yes.\n\n").Turns;
        var near = NearQuestions.Make([new Lesson(Question, "At nine.")], [dialogue], 8, new SplitMix64(1));
        near.ShouldNotBeEmpty();
        near.ShouldAllBe(question => !question.Contains("swimming") && !question.Contains("pool") && question.StartsWith("What time does the") && question.EndsWith("open?"));
    }
}
