using Samantha.Training.Lessons;

namespace Samantha.Training.Tests.Lessons;

public sealed class RecentlyUsedTests
{
    private readonly List<string> dropped = [];

    [Fact]
    public void Take_Known_IsNotMadeAgain()
    {
        using var values = Of(10);
        values.Take("a", () => "first").ShouldBe("first");
        values.Take("a", () => throw new InvalidOperationException()).ShouldBe("first");
    }

    [Fact]
    public void Take_NoRoomLeft_DropsWhatWasNotUsedForLongest()
    {
        using var values = Of(9);
        foreach (var key in (string[])["aaa", "bbb", "ccc", "aaa", "ddd"])
            values.Take(key, () => key);
        dropped.ShouldBe(["bbb"]);
        values.Take("bbb", () => "bbb");
        dropped.ShouldBe(["bbb", "ccc"]);
    }

    [Fact]
    public void Take_TooLargeForAll_IsKeptAlone()
    {
        using var values = Of(3);
        values.Take("a", () => "a");
        values.Take("large", () => "larger than that");
        dropped.ShouldBe(["a"]);
        values.Take("large", () => throw new InvalidOperationException());
        values.Take("b", () => "b");
        dropped.ShouldBe(["a", "larger than that"]);
    }

    [Fact]
    public void Take_MakingFails_KeepsNothing()
    {
        using var values = Of(3);
        Should.Throw<OperationCanceledException>(() => values.Take("a", () => throw new OperationCanceledException()));
        values.Take("a", () => "a").ShouldBe("a");
    }

    [Fact]
    public void Dispose_DropsAll()
    {
        var values = Of(10);
        values.Take("a", () => "a");
        values.Take("b", () => "b");
        values.Dispose();
        dropped.ShouldBe(["a", "b"]);
    }

    private RecentlyUsed<string> Of(long room) => new(room, value => value.Length, dropped.Add);
}
