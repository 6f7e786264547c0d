using Samantha.Modeling.Heads.Entities;

namespace Samantha.Modeling.Tests.Heads;

public sealed class TokenShapeTests
{
    [Theory]
    [InlineData("@ada", "mention", "@")]
    [InlineData("@", "symbols", "@")]
    [InlineData("#London", "tag", "#london")]
    [InlineData("http://t.co/x", "address", "://")]
    [InlineData("12:30", "number", "00:00")]
    [InlineData("NASA", "CAPITALS", "nasa")]
    [InlineData("Boston", "Capital", "boston")]
    [InlineData("McDonald", "MiXed", "mcdonald")]
    [InlineData("iPhone", "camelCase", "iphone")]
    [InlineData("b4", "alph4numeric", "b4")]
    [InlineData("the", "small", "the")]
    [InlineData("I", "Capital", "i")]
    public void Kind_Token_IsAndGivesItsForm(string token, string kind, string form)
    {
        TokenShape.Kind(token).ShouldBe(kind);
        TokenShape.Form(token, kind).ShouldBe(form);
    }

    [Theory]
    [InlineData("iPhone6s", "aAaa0a")]
    [InlineData("U.S.", "A.A.")]
    [InlineData("", "")]
    public void Shape_Token_IsItsLettersKinds(string token, string shape) => TokenShape.Shape(token).ShouldBe(shape);
}
