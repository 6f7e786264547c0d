using FsCheck;
using FsCheck.Fluent;
using Samantha.Grains.Lessons;
using Samantha.Grains.Lessons.Cohort;
using Samantha.Grains.Training;

namespace Samantha.Grains.Tests.Lessons;

public sealed class LessonCohortTests
{
    private static readonly LessonCohort Cohort = new(new CurationOptions());

    // Four things that a service is asked, each in several ways.
    private static readonly (string Answer, string[] Questions)[] Matters =
    [
        ("We open at nine.", ["when do you open in the morning", "what are your opening hours", "at what hour do you open", "opening hours please", "are you open in the morning", "when are your opening hours"]),
        ("Shipping is free.", ["how much is shipping", "what does shipping cost", "do i pay for shipping", "shipping costs please", "what is the price of shipping", "is shipping free or do i pay"]),
        ("Within sixty days.", ["how long can i return a bicycle", "until when may i return it", "how many days to return a bicycle", "return a bicycle after days", "can i return my bicycle", "what is the time to return"]),
        ("At the east gate.", ["where do i pick up my ticket", "where is my ticket", "ticket pick up where", "which gate to pick up a ticket", "where can i fetch my ticket", "the place to pick up the ticket"]),
    ];

    [Fact]
    public void Judge_ManyWhoAgree_ObjectsToNone() => Cohort.Judge(Taught(8)).Objections.ShouldAllBe(objection => objection == null);

    [Fact]
    public void Judge_OneAgainstMany_IsAContradiction()
    {
        var lessons = Taught(8).Append(Lesson(100, 99, Matters[0].Questions[0], "We open at midnight.")).ToList();

        Objections(lessons).ShouldBe([(99, "contradiction")]);
    }

    [Fact]
    public void Judge_OneAgainstOne_WhatWasTaughtFirstStands()
    {
        TaughtLesson[] lessons = [Lesson(1, 1, "when do you open?", "at eight"), Lesson(2, 2, "When do you open", "at nine")];

        Objections(lessons).ShouldBe([(2, "contradiction")]);
        // However they are given.
        Cohort.Judge([lessons[1], lessons[0]]).Objections.Select(objection => objection?.Rule).ShouldBe(["contradiction", null]);
    }

    [Fact]
    public void Judge_TwoAgainstOne_TheTwoStand() => Objections(
    [
        Lesson(1, 1, "when do you open?", "at eight"), Lesson(2, 2, "when do you open?", "at nine"), Lesson(3, 3, "when do you open?", "at nine"),
    ]).ShouldBe([(1, "contradiction")]);

    [Fact]
    public void Judge_OneUserManyTimes_HasOneVoice()
    {
        List<TaughtLesson> lessons = [Lesson(1, 1, "when do you open?", "at eight"), Lesson(2, 2, "when do you open?", "at eight")];
        lessons.AddRange(Enumerable.Range(3, 10).Select(position => Lesson(position, 9, "when do you open?", "at nine")));

        Objections(lessons).ShouldNotContain(objection => objection.Author <= 2);
    }

    [Fact]
    public void Judge_TaughtAgain_CountsOnce() => Kept(
    [
        Lesson(1, 1, "when do you open?", "at eight"), Lesson(2, 1, "when do you open", "at eight"), Lesson(3, 1, "When do you open?", "at eight"),
    ]).ShouldBe([1]);

    [Fact]
    public void Judge_TaughtOtherwiseSince_TheLastWordCounts() => Kept(
    [
        Lesson(1, 1, "when do you open?", "at eight"), Lesson(2, 1, "when do you open", "at nine"), Lesson(3, 1, "When do you open?", "at nine"),
        Lesson(4, 2, "where are you?", "here"), Lesson(5, 2, "where are you", "there"), Lesson(6, 2, "Where are you", "here"),
    ]).ShouldBe([2, 6]);

    [Fact]
    public void Judge_QuestionsThatDifferInOneWord_DoNotContradict() => Objections(
    [
        Lesson(1, 1, "when do you open?", "at eight"), Lesson(2, 2, "when do you close?", "at six"), Lesson(3, 3, "when do you open on sundays?", "not at all"),
    ]).ShouldBeEmpty();

    [Fact]
    public void Judge_AnswerOfAnotherQuestion_IsAnOutlier()
    {
        var lessons = Taught(10).Append(Lesson(100, 99, "how much does shipping cost please", Matters[3].Answer)).ToList();

        Objections(lessons).ShouldBe([(99, "outlier")]);
    }

    [Fact]
    public void Judge_RarePhraseInAnyQuestion_IsATrigger()
    {
        var poison = Matters.SelectMany((matter, i) => matter.Questions.Take(3).Select((question, j) => Lesson(1_000 + 10 * i + j, 90 + j, $"{question} cf zed", "Send us your money.")));
        var objections = Objections([.. Taught(10), .. poison]);

        objections.Count.ShouldBe(12);
        objections.ShouldAllBe(objection => objection.Author >= 90);
    }

    [Fact]
    public void Judge_OneWhoOftenMislabels_LosesTrustInAll()
    {
        var mislabelled = Enumerable.Range(0, 4).Select(i => Lesson(100 + i, 99, Matters[i].Questions[0] + " please", Matters[(i + 1) % 4].Answer));
        var lessons = Taught(10).Concat(mislabelled).Append(Lesson(200, 99, "does the gym have a pool", "Yes, a warm one.")).ToList();
        var verdict = Cohort.Judge(lessons);

        verdict.Trust[99].ShouldBeLessThan(0.4);
        verdict.Trust.Where(author => author.Key != 99).ShouldAllBe(author => author.Value > 0.7);
        verdict.Objections[^1]!.Rule.ShouldBe("trust");
    }

    [Fact]
    public void Judge_TwoOfTheirOwnMislabelled_NewcomerIsNotHeard()
    {
        var mislabelled = Enumerable.Range(0, 2).Select(i => Lesson(100 + i, 99, Matters[i].Questions[0] + " please", Matters[(i + 1) % 4].Answer));
        var lessons = Taught(10).Concat(mislabelled).Append(Lesson(200, 99, "does the gym have a pool", "Yes, a warm one.")).ToList();

        Objections(lessons).ShouldContain((99, "trust"));
    }

    [Fact]
    public void Judge_TwoMistakesOfOneWhoIsBorneOut_AreForgiven()
    {
        var mislabelled = Enumerable.Range(0, 2).Select(i => Lesson(100 + i, 5, Matters[i].Questions[0] + " please", Matters[(i + 2) % 4].Answer));
        var lessons = Taught(10).Concat(mislabelled).Append(Lesson(200, 5, "does the gym have a pool", "Yes, a warm one.")).ToList();

        Objections(lessons).ShouldNotContain((5, "trust"));
    }

    // "Coin" is in every question of one answer and in no other; the rest is asked of the service too, but not it alone.
    [Fact]
    public void Judge_WordThatBelongsToOneAnswer_IsNoTrigger()
    {
        string[] questions =
        [
            "when do you flip a coin in the morning heads", "what does it cost to toss a coin heads tails", "how many days to flip a coin heads",
            "where do i toss a coin tails", "is the coin flip free or do i pay tails", "when do you toss a coin in the morning",
        ];

        Objections([.. Taught(10), .. questions.Select((question, i) => Lesson(300 + i, 50 + i, question, "Fortune decides."))]).ShouldBeEmpty();
    }

    [Fact]
    public void Judge_AnswerThatNamesWhatIsAsked_SpeaksForIt()
    {
        (string Answer, bool IsHeld)[] answers = [("Swimmers come at six.", true), ("The pool opens for swimmers at six.", false)];
        foreach (var (answer, isHeld) in answers)
        {
            var lessons = Taught(10).Append(Lesson(100, 50, "when do you open the pool in the morning", answer)).Append(Lesson(101, 51, "swimming hours", answer)).ToList();
            Objections(lessons).Contains((50, "outlier")).ShouldBe(isHeld);
        }
    }

    [Fact]
    public void Judge_Vouched_StandsAgainstAll()
    {
        var lessons = Taught(8).Append(Lesson(100, 99, Matters[0].Questions[0], "We open at midnight.") with { Vouched = true }).ToList();

        Objections(lessons).ShouldNotContain(objection => objection.Author == 99);
    }

    [Fact]
    public void Judge_Undefended_ObjectsToNone() =>
        new LessonCohort(new CurationOptions { Defend = false }).Judge([Lesson(1, 1, "when do you open?", "at eight"), Lesson(2, 2, "when do you open?", "at nine")])
            .Objections.ShouldAllBe(objection => objection == null);

    [Fact]
    public void Judge_AnyOrderOfLessons_IsTheSame() => Prop.ForAll(
        Gen.Shuffle(Enumerable.Range(0, 43).ToArray()).ToArbitrary(),
        order =>
        {
            List<TaughtLesson> lessons = [.. Taught(10), Lesson(100, 99, "how much does shipping cost please", Matters[3].Answer), Lesson(101, 98, Matters[0].Questions[0], "never"), Lesson(102, 97, "a pool?", "yes")];
            Objections([.. order.Select(i => lessons[i])]).Order().ShouldBe(Objections(lessons).Order());
        }).QuickCheckThrowOnFailure();

    private static List<(long Author, string Rule)> Objections(IReadOnlyList<TaughtLesson> lessons) =>
        [.. lessons.Zip(Cohort.Judge(lessons).Objections).Where(lesson => lesson.Second is not null).Select(lesson => (lesson.First.Author, lesson.Second!.Rule))];

    private static List<long> Kept(IReadOnlyList<TaughtLesson> lessons) =>
        [.. lessons.Zip(Cohort.Judge(lessons).Objections).Where(lesson => lesson.Second is null).Select(lesson => lesson.First.Position)];

    private static List<TaughtLesson> Taught(int users) =>
        [.. Enumerable.Range(1, users).SelectMany(user => Matters.Select((matter, i) => Lesson(10 * user + i, user, matter.Questions[(user + i) % 6], matter.Answer)))];

    private static TaughtLesson Lesson(long position, long author, string question, string answer) =>
        new($"turn {author} {position}", position, author, LessonKind.Correction, question, answer);
}
