using Samantha.Contracts.Conversations;
using Samantha.Contracts.Problems;
using Samantha.Grains.Conversations;

namespace Samantha.Grains.Tests.Conversations;

public sealed class TurnRulesTests
{
    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\nb")]
    public void CheckUser_Unusable_Throws(string user) => Should.Throw<InvalidUserException>(() => TurnRules.CheckUser(user));

    [Fact]
    public void CheckUser_LongestAndOneMore_TakesAndThrows()
    {
        TurnRules.CheckUser(new string('u', 256));
        Should.Throw<InvalidUserException>(() => TurnRules.CheckUser(new string('u', 257)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("ü")]
    [InlineData("../x/")]
    public void CheckTurnId_Unusable_Throws(string id) => Should.Throw<InvalidTurnIdException>(() => TurnRules.CheckTurnId(id));

    [Fact]
    public void CheckText_LoneSurrogate_BecomesTheReplacementCharacter() =>
        TurnRules.CheckText("a\ud800b", 10, "text").ShouldBe("a\ufffdb");

    [Fact]
    public void CheckText_PairOfSurrogates_StaysAsItIs() => TurnRules.CheckText("a😀", 10, "text").ShouldBe("a😀");

    [Theory]
    [InlineData(null)]
    [InlineData(" \n\t")]
    public void CheckText_SaysNothing_Throws(string? text) => Should.Throw<EmptyTextException>(() => TurnRules.CheckText(text, 10, "text"));

    [Fact]
    public void CheckText_TooLong_ThrowsAndQuotesNothing()
    {
        var error = Should.Throw<TextTooLongException>(() => TurnRules.CheckText("secret words", 5, "text"));
        error.Message.ShouldNotContain("secret");
        error.Message.ShouldContain("at most 5");
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(2, null)]
    [InlineData(-2, "better")]
    public void CheckFeedback_Unusable_Throws(int? rating, string? correction) =>
        Should.Throw<InvalidFeedbackException>(() => TurnRules.CheckFeedback(new Feedback(rating, correction)));
}
