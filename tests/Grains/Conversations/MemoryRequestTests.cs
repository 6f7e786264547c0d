using Samantha.Grains.Conversations;

namespace Samantha.Grains.Tests.Conversations;

public sealed class MemoryRequestTests
{
    [Theory]
    [InlineData("remember that my dog is called Rex", "my dog is called Rex")]
    [InlineData("Please remember that I like tea.", "I like tea")]
    [InlineData("  hey, REMEMBER THAT it is late!", "it is late")]
    [InlineData("please, remember that   two is even  ", "two is even")]
    public void In_AskingText_FindsTheFact(string text, string fact) => MemoryRequest.In(text).ShouldBe(fact);

    [Theory]
    [InlineData("do you remember that day?")]
    [InlineData("remember the milk")]
    [InlineData("I remember that well")]
    [InlineData("remember that")]
    [InlineData("")]
    public void In_OtherText_FindsNothing(string text) => MemoryRequest.In(text).ShouldBeNull();
}
