using Samantha.Grains.Lessons;

namespace Samantha.Grains.Tests.Lessons;

public sealed class PersonalDataTests
{
    [Theory]
    [InlineData("What are your opening hours?")]
    [InlineData("How do I reset my password?")]
    [InlineData("Where is my order?")]
    [InlineData("Yes, until 14:00.")]
    public void IsOwnLife_QuestionsAboutAService_AreNot(string text) => PersonalData.IsOwnLife(text).ShouldBeFalse();

    [Theory]
    [InlineData("my name is Ann")]
    [InlineData("What is my first name?")]
    [InlineData("Call me Ishmael")]
    [InlineData("I live in Lyon")]
    [InlineData("I'm 34 years old")]
    [InlineData("my wife works at the bank")]
    public void IsOwnLife_OnesOwnLife_Is(string text) => PersonalData.IsOwnLife(text).ShouldBeTrue();
}
