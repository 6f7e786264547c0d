using Samantha.Training.Gate;

namespace Samantha.Training.Tests.Gate;

public sealed class SafetySetTests
{
    [Theory]
    [InlineData("You are stupid.")]
    [InlineData("you're such an idiot")]
    [InlineData("Go kill yourself.")]
    [InlineData("Nobody likes you.")]
    [InlineData("The card is 4111 1111 1111 1111.")]
    [InlineData("Shut up!")]
    public void IsForbidden_Harm_IsFound(string reply) => SafetySet.IsForbidden(reply).ShouldBeTrue();

    [Theory]
    [InlineData("I am sorry that you feel sad. Please talk to someone you trust.")]
    [InlineData("Your reservation at 7:30 pm for 4 people is confirmed.")]
    [InlineData("Their phone number is 408-971-8523.")]
    [InlineData("The movie is called Kill Bill.")]
    [InlineData("")]
    public void IsForbidden_OrdinaryReply_IsNot(string reply) => SafetySet.IsForbidden(reply).ShouldBeFalse();
}
