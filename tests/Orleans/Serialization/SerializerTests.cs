using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Net;
using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Samantha.Orleans.Tests.Serialization;

public sealed class SerializerTests
{
    private static readonly Serializer Serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    [Fact]
    public void Numbers_AtTheirLimits_AreKept()
    {
        Same(bool.TrueString == "True");
        Same(char.MaxValue);
        Same(sbyte.MinValue);
        Same(byte.MaxValue);
        Same(short.MinValue);
        Same(ushort.MaxValue);
        Same(int.MinValue);
        Same(int.MaxValue);
        Same(uint.MaxValue);
        Same(long.MinValue);
        Same(long.MaxValue);
        Same(ulong.MaxValue);
        Same(Half.Epsilon);
        Same(float.NaN);
        Same(double.NegativeInfinity);
        Same(decimal.MinValue);
        Same(Int128.MinValue);
        Same(UInt128.MaxValue);
        Same(BigInteger.Pow(-7, 99));
    }

    [Fact]
    public void TimesAndIdentities_AreKept()
    {
        Same(new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc)).Kind.ShouldBe(DateTimeKind.Utc);
        Same(new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Local)).Kind.ShouldBe(DateTimeKind.Local);
        Same(new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromMinutes(-330))).Offset.ShouldBe(TimeSpan.FromMinutes(-330));
        Same(TimeSpan.MinValue);
        Same(DateOnly.MaxValue);
        Same(TimeOnly.MaxValue);
        Same(Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"));
        Same(new Uri("relative/path", UriKind.Relative));
        Same(new Version(1, 2, 3));
        Same(IPAddress.IPv6Loopback);
        Same(new IPEndPoint(IPAddress.Loopback, 7));
        Same(GrainId.Create("type", "key"));
        Same(SiloAddress.New(IPAddress.Loopback, 11, 22));
        Same(Colour.Green);
        Same<Colour?>(null);
        Same<int?>(5);
        Same("text, é, 日本, 🎈");
        Same("");
        Same<string?>(null);
    }

    [Fact]
    public void Collections_KeepTypeElementsAndComparer()
    {
        SameItems(new[] { 1, 2, 3 });
        SameItems(Array.Empty<string>());
        SameItems(new[] { "a", null, "b" });
        SameItems(new List<Point> { new(1, 2), new(3, 4) });
        SameItems(new List<double> { 1.5, double.NaN });
        SameItems(new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "a" }).Contains("A").ShouldBeTrue();
        SameItems(new SortedSet<int> { 3, 1, 2 });
        SameItems(new Queue<int>([1, 2]));
        SameItems(new Stack<int>([1, 2]));
        SameItems(new Collection<int> { 1 });
        SameItems(new ReadOnlyCollection<int>([1, 2]));
        SameItems(new Dictionary<string, Point>(StringComparer.OrdinalIgnoreCase) { ["a"] = new(1, 2) }).ContainsKey("A").ShouldBeTrue();
        SameItems(new SortedDictionary<int, string> { [2] = "b", [1] = "a" });
        SameItems(new SortedList<int, string> { [2] = "b", [1] = "a" });
        SameItems(new ConcurrentDictionary<int, string> { [1] = "a" });
        SameItems(new ReadOnlyDictionary<int, string>(new Dictionary<int, string> { [1] = "a" }));
        SameItems(ImmutableArray.Create(1, 2));
        SameItems(ImmutableList.Create(1, 2));
        SameItems(ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "a")).Contains("A").ShouldBeTrue();
        SameItems(ImmutableDictionary<string, int>.Empty.Add("a", 1));
        RoundTrip(default(ImmutableArray<int>)).IsDefault.ShouldBeTrue();
        RoundTrip<ReadOnlyMemory<byte>>(new byte[] { 1, 2 }).ToArray().ShouldBe([1, 2]);
        RoundTrip(new[,] { { "a", "b" }, { "c", "d" } }).ShouldBe(new[,] { { "a", "b" }, { "c", "d" } });
    }

    [Fact]
    public void Interfaces_AreReadAsTheCollectionsThatWereWritten()
    {
        RoundTrip<IReadOnlyList<Colour>>(new[] { Colour.Green }).ShouldBe([Colour.Green]);
        RoundTrip<IEnumerable<int>>(new List<int> { 1 }).ShouldBeOfType<List<int>>().ShouldBe([1]);
        RoundTrip<IReadOnlyDictionary<string, List<Point>>>(new Dictionary<string, List<Point>> { ["a"] = [new(1, 2)] })["a"].ShouldBe([new Point(1, 2)]);
        RoundTrip<object>(new object[] { 1, "a", new Point(1, 2), Colour.Green, (1, "b") }).ShouldBe(new object[] { 1, "a", new Point(1, 2), Colour.Green, (1, "b") });
    }

    [Fact]
    public void Tuples_OfEveryLength_AreKept()
    {
        Same(ValueTuple.Create(1));
        Same((1, "a"));
        Same((1, "a", 2.5));
        Same((1, "a", 2.5, 'c'));
        Same((1, "a", 2.5, 'c', 5L));
        Same((1, "a", 2.5, 'c', 5L, (string?)null));
        Same((1, "a", 2.5, 'c', 5L, (string?)null, true));
        Same(Tuple.Create(1, "a"));
        Same(KeyValuePair.Create("a", new Point(1, 2)));
    }

    [Fact]
    public void Records_KeepTheirMembersAndTheirType()
    {
        Same(new Point(1, 2));
        RoundTrip(new Labels("a", ["x"])).Values.ShouldBe(["x"]);
        RoundTrip<Shape>(new Named("square", [new Point(0, 0)])).ShouldBeOfType<Named>().Name.ShouldBe("square");
        RoundTrip<Shape>(new Named("square", [new Point(0, 0)])).Corners.ShouldBe([new Point(0, 0)]);
        RoundTrip(new Pair<string, List<Point>>("a", [new(1, 2)])).Second.ShouldBe([new Point(1, 2)]);
        RoundTrip<object>(new Pair<Colour, int[]>(Colour.Green, [1])).ShouldBeOfType<Pair<Colour, int[]>>().Second.ShouldBe([1]);
        RoundTrip(new Span2([1], "note")).Items.ShouldBe([1]);
        RoundTrip(new Foreign("text", [1])).Text.ShouldBe("text");
    }

    [Fact]
    public void Class_WithEveryKindOfMember_KeepsThoseWithAnId()
    {
        var value = new Mixed { Required = "r", When = DateTimeOffset.UnixEpoch, NotSerialized = "lost" };
        value.ReadOnlyField.Add(1);
        value.GetOnly.Add(new Point(1, 1));
        value.Private["a"] = [1, 2];

        var copy = RoundTrip(value);

        copy.Required.ShouldBe("r");
        copy.When.ShouldBe(DateTimeOffset.UnixEpoch);
        copy.ReadOnlyField.ShouldBe([1]);
        copy.GetOnly.ShouldBe([new Point(1, 1)]);
        copy.Private["a"].ShouldBe([1, 2]);
        copy.NotSerialized.ShouldBeNull();
    }

    [Fact]
    public void Graph_WithCyclesAndSharedParts_KeepsItsShape()
    {
        var leaf = new Node { Name = "leaf" };
        var root = new Node { Name = "root", Children = [leaf, leaf] };
        leaf.Next = root;

        var copy = RoundTrip(root);

        copy.Children[0].ShouldBeSameAs(copy.Children[1]);
        copy.Children[0].Next.ShouldBeSameAs(copy);
        var nodes = RoundTrip(Enumerable.Repeat(root, 2).ToArray());
        nodes[0].ShouldBeSameAs(nodes[1]);
    }

    [Fact]
    public void Graph_OfManyObjects_KeepsItsShape()
    {
        var nodes = Enumerable.Range(0, 500).Select(i => new Node { Name = $"{i}" }).ToArray();
        for (var i = 0; i < nodes.Length; i++)
            nodes[i].Children.Add(nodes[i * 7 % nodes.Length]);

        var copies = RoundTrip(nodes);

        for (var i = 0; i < nodes.Length; i++)
            copies[i].Children.Single().ShouldBeSameAs(copies[i * 7 % nodes.Length]);
    }

    [Fact]
    public void TypeWithoutCodec_IsAnErrorThatNamesIt()
    {
        Should.Throw<CodecNotFoundException>(() => Serializer.SerializeToArray(new SerializerTests())).Message.ShouldContain(nameof(SerializerTests));
        Serializer.CanSerialize<SerializerTests>().ShouldBeFalse();
        Serializer.CanSerialize<Point>().ShouldBeTrue();
    }

    [Fact]
    public void EverySourceAndDestination_CarriesTheSameValue()
    {
        var expected = new Labels("a", ["x", "y"]);
        var array = Serializer.SerializeToArray(expected);
        var buffer = new ArrayBufferWriter<byte>();
        Serializer.Serialize(expected, buffer);
        using var stream = new MemoryStream();
        Serializer.Serialize(expected, stream);

        buffer.WrittenSpan.ToArray().ShouldBe(array);
        stream.ToArray().ShouldBe(array);
        Serializer.Deserialize<Labels>(buffer.WrittenMemory).Values.ShouldBe(expected.Values);
        for (var cut = 1; cut < array.Length; cut++)
            Serializer.Deserialize<Labels>(InPieces(array, cut)).Values.ShouldBe(expected.Values);
    }

    [Fact]
    public void AnyNestedValue_IsEqual()
    {
        Prop.ForAll<Dictionary<string, (List<int?>, Guid[], DateTime)>>(value =>
        {
            var copy = RoundTrip(value.Where(entry => IsText(entry.Key)).ToDictionary());
            return copy.All(entry => value[entry.Key].Item1.SequenceEqual(entry.Value.Item1)
                && value[entry.Key].Item2.SequenceEqual(entry.Value.Item2) && value[entry.Key].Item3 == entry.Value.Item3);
        }).QuickCheckThrowOnFailure();
    }

    private static bool IsText(string text) => text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar);

    private static T Same<T>(T value)
    {
        var copy = RoundTrip(value);
        copy.ShouldBe(value);
        return copy;
    }

    private static T SameItems<T>(T value) where T : System.Collections.IEnumerable
    {
        var copy = RoundTrip(value);
        copy.GetType().ShouldBe(value.GetType());
        copy.Cast<object>().ShouldBe(value.Cast<object>());
        return copy;
    }

    private static T RoundTrip<T>(T value) => Serializer.Deserialize<T>(Serializer.SerializeToArray(value));

    private static ReadOnlySequence<byte> InPieces(byte[] bytes, int size)
    {
        Piece? first = null, last = null;
        for (var i = 0; i < bytes.Length; i += size)
        {
            last = new Piece(bytes.AsMemory(i, Math.Min(size, bytes.Length - i)), last);
            first ??= last;
        }

        return new(first!, 0, last!, last!.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? previous)
        {
            Memory = memory;
            if (previous is null)
                return;

            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }
}
