using FsCheck;
using FsCheck.Fluent;
using Samantha.Inference.Caching;
using Samantha.Inference.Versions;

namespace Samantha.Inference.Tests.Caching;

public sealed class CachePoolTests : IDisposable
{
    private readonly LoadedVersion version = TinyModels.Version("v1");
    private readonly LoadedVersion other = TinyModels.Version("v2");

    private long TokenBytes => CacheShape.Of(version.Config).Bytes(1);

    public void Dispose()
    {
        version.Dispose();
        other.Dispose();
    }

    [Fact]
    public void TryRent_NextTurnOfTheConversation_KeepsTheSharedBeginning()
    {
        using var pool = new CachePool(TokenBytes * 1000);
        var first = Fill(pool, version, "ann", [0, 4, 5, 6, 7], capacity: 10);
        pool.Return(first, [0, 4, 5, 6, 7, 8]);

        var second = pool.TryRent(version, "ann", [0, 4, 5, 9, 10, 11], 20).ShouldNotBeNull();

        second.Cache.ShouldBeSameAs(first.Cache);
        second.Cache.Length.ShouldBe(3);
        pool.Free(second);
    }

    [Fact]
    public void TryRent_TheSamePromptAgain_LeavesItsLastTokenToCompute()
    {
        using var pool = new CachePool(TokenBytes * 1000);
        pool.Return(Fill(pool, version, "ann", [0, 4, 5], capacity: 10), [0, 4, 5]);

        var again = pool.TryRent(version, "ann", [0, 4, 5], 10).ShouldNotBeNull();

        again.Cache.Length.ShouldBe(2);
        pool.Free(again);
    }

    [Theory]
    [InlineData("bob", "v1")]
    [InlineData(null, "v1")]
    [InlineData("ann", "v2")]
    public void TryRent_OtherConversationOrVersion_SharesNothing(string? conversation, string versionId)
    {
        using var pool = new CachePool(TokenBytes * 1000);
        pool.Return(Fill(pool, version, "ann", [0, 4, 5], capacity: 10), [0, 4, 5]);

        var rented = pool.TryRent(versionId == "v1" ? version : other, conversation, [0, 4, 5], 10).ShouldNotBeNull();

        rented.Cache.Length.ShouldBe(0);
        pool.Free(rented);
    }

    [Fact]
    public void Forget_KeptConversation_FreesItsMemory()
    {
        using var pool = new CachePool(TokenBytes * 1000);
        pool.Return(Fill(pool, version, "ann", [0, 4, 5], capacity: 10), [0, 4, 5]);

        pool.Forget("ann");

        pool.Bytes.ShouldBe(0);
    }

    [Fact]
    public void TryRent_NoRoom_FreesIdleCachesAndThenRefuses()
    {
        using var pool = new CachePool(TokenBytes * 30);
        pool.Return(Fill(pool, version, "ann", [0, 4], capacity: 20), [0, 4]);

        var one = pool.TryRent(version, "bob", [0, 1], 25).ShouldNotBeNull();
        pool.TryRent(version, "cid", [0, 1], 10).ShouldBeNull();

        pool.Free(one);
        pool.Free(pool.TryRent(version, "cid", [0, 1], 10).ShouldNotBeNull());
    }

    [Fact]
    public void AnyUse_AnyOrder_StaysWithinTheBudget()
    {
        var step = from kind in Gen.Choose(0, 3)
                   from who in Gen.Elements("ann", "bob", "cid", null)
                   from length in Gen.Choose(1, TinyModels.Context)
                   select (kind, who, length);
        Prop.ForAll(step.ListOf().ToArbitrary(), steps =>
        {
            var budget = TokenBytes * 200;
            using var pool = new CachePool(budget);
            var rented = new List<CacheSlot>();
            foreach (var (kind, who, length) in steps)
            {
                if (kind < 2)
                {
                    if (pool.TryRent(version, who, [0, 4, 5], length) is { } slot)
                        rented.Add(slot);
                }
                else if (rented.Count > 0)
                {
                    var slot = rented[length % rented.Count];
                    rented.Remove(slot);
                    if (kind == 2)
                        pool.Return(slot, [0, 4, 5]);
                    else
                        pool.Free(slot);
                }

                pool.Bytes.ShouldBeInRange(rented.Sum(slot => slot.Cache.Bytes), budget);
            }

            rented.ForEach(pool.Free);
            pool.Dispose();
            pool.Bytes.ShouldBe(0);
        }).QuickCheckThrowOnFailure();
    }

    // A cache whose tokens a model has computed.
    private static CacheSlot Fill(CachePool pool, LoadedVersion version, string conversation, int[] tokens, int capacity)
    {
        var slot = pool.TryRent(version, conversation, tokens, capacity).ShouldNotBeNull();
        using var logits = version.Step([new(tokens, slot.Cache)]);
        return slot;
    }
}
