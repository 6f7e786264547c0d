using Samantha.Modeling.Tokenization.Text;

namespace Samantha.Modeling.Tests.Tokenization;

public class BoundedCacheTests
{
    [Fact]
    public void Set_ManyKeys_HoldsAtMostTwoGenerations()
    {
        var cache = new BoundedCache<object>(10);
        for (var i = 0; i < 1000; i++)
            cache.Set(i.ToString(), i);

        Enumerable.Range(0, 1000).Count(i => cache.TryGet(i.ToString(), out _)).ShouldBeLessThanOrEqualTo(20);
        cache.TryGet("999", out var last).ShouldBeTrue();
        last.ShouldBe(999);
    }

    [Fact]
    public void TryGet_KeyInUse_OutlivesTheOthers()
    {
        var cache = new BoundedCache<string>(10);
        cache.Set("kept", "value");
        for (var i = 0; i < 1000; i++)
        {
            cache.Set(i.ToString(), "other");
            cache.TryGet("kept", out var value).ShouldBeTrue();
            value.ShouldBe("value");
        }
    }
}
