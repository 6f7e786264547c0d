using System.Collections;
using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Samantha.Orleans.Tests.Serialization;

namespace Samantha.Orleans.Tests.StandIn;

/// <summary>Collections that the stand-in serializes and the package need not.</summary>
public sealed class MoreCollectionsTests
{
    private static readonly Serializer Serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    [Fact]
    public void FrozenAndLinkedCollections_KeepTypeAndElements()
    {
        SameItems(new LinkedList<int>([1, 2]));
        SameItems(new[] { "a" }.ToFrozenSet());
        SameItems(new[] { 1, 2, 3 }.ToFrozenSet());
        SameItems(new Dictionary<string, int> { ["a"] = 1 }.ToFrozenDictionary());
    }

    [Fact]
    public void CollectionExpression_ForAnInterface_IsReadAsAnArray()
    {
        IReadOnlyList<Colour> values = [Colour.Green, Colour.Red];

        RoundTrip(values).ShouldBeOfType<Colour[]>().ShouldBe(values);
    }

    [Fact]
    public void Comparer_WithoutAName_IsRefused() =>
        Should.Throw<SerializerException>(() => Serializer.SerializeToArray(new HashSet<int>(new Parity())));

    private static void SameItems<T>(T value) where T : IEnumerable => RoundTrip(value).Cast<object>().ShouldBe(value.Cast<object>());

    private static T RoundTrip<T>(T value) => Serializer.Deserialize<T>(Serializer.SerializeToArray(value));

    private sealed class Parity : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => x % 2 == y % 2;

        public int GetHashCode(int obj) => obj % 2;
    }
}
