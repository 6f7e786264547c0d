using Samantha.Silo.Storage.Postgres;

namespace Samantha.Silo.Tests.Storage.Postgres;

public sealed class PostgresConnectionStringTests
{
    [Fact]
    public void Parse_Bare_IsBounded()
    {
        var parsed = PostgresConnectionString.Parse("Host=db;Password=secret");
        (parsed.MaxPoolSize, parsed.CommandTimeout, parsed.Timeout).ShouldBe((32, 10, 5));
        parsed.MaxAutoPrepare.ShouldBeGreaterThan(0);
        parsed.Options!.ShouldContain("synchronous_commit=on");
    }

    [Fact]
    public void Parse_WhatIsStated_Stays()
    {
        var parsed = PostgresConnectionString.Parse("Server=db;MaxPoolSize=7;CommandTimeout=3;Options=-c geqo=off");
        (parsed.MaxPoolSize, parsed.CommandTimeout).ShouldBe((7, 3));
        parsed.Options!.ShouldEndWith("-c geqo=off");
    }

    [Theory]
    [InlineData("Host=db;Password=sec;ret=x")]
    [InlineData("Host=db;Port=secret")]
    [InlineData("postgres://ann:secret@db/samantha")]
    [InlineData("Password=secret")]
    [InlineData("secret")]
    public void Parse_Unreadable_SaysHowToWriteItAndRepeatsNothing(string text)
    {
        var failure = Should.Throw<FormatException>(() => PostgresConnectionString.Parse(text));
        failure.Message.ShouldContain("Host=");
        failure.ToString().ShouldNotContain("secret");
        failure.ToString().ShouldNotContain("ret=x");
    }
}
