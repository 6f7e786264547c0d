using FsCheck;
using FsCheck.Fluent;
using Orleans.Concurrency;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Serialization;

public class CopyTests : IAsyncLifetime
{
    private TestSilo _silo = null!;

    private IHolderGrain Grain => _silo.Grain<IHolderGrain>();

    public async ValueTask InitializeAsync() => _silo = await StartAsync();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    protected virtual Task<TestSilo> StartAsync() => TestSilo.StartAsync();

    [Fact]
    public async Task Argument_ChangedAfterTheCall_IsNotChangedAtTheGrain()
    {
        var items = new List<int> { 1 };
        await Grain.Hold(items);

        items.Add(2);

        (await Grain.Held()).ShouldBe([1]);
    }

    [Fact]
    public async Task Result_ChangedByTheCaller_IsNotChangedAtTheGrain()
    {
        await Grain.Hold([1]);

        (await Grain.Held()).Add(2);

        (await Grain.Held()).ShouldBe([1]);
    }

    [Fact]
    public async Task ImmutableArgument_KeepsItsValue()
    {
        await Grain.HoldImmutable([1, 2]);
        (await Grain.Held()).ShouldBe([1, 2]);

        await Grain.HoldWrapped(new List<int> { 3 }.AsImmutable());
        (await Grain.Held()).ShouldBe([3]);
    }

    [Fact]
    public async Task Record_WithPositionalMembers_IsCopied()
    {
        (await Grain.Same(new Point(1, 2))).ShouldBe(new Point(1, 2));

        var labels = new Labels("a", ["x", "y"]);
        var copy = await Grain.Same(labels);
        copy.Name.ShouldBe("a");
        copy.Values.ShouldBe(["x", "y"]);
        copy.Values.ShouldNotBeSameAs(labels.Values);
    }

    [Fact]
    public async Task DerivedRecord_AsItself_KeepsTheMembersOfItsBase()
    {
        var copy = await Grain.Same(new Named("square", [new Point(0, 0), new Point(1, 1)]));

        copy.Name.ShouldBe("square");
        copy.Corners.ShouldBe([new Point(0, 0), new Point(1, 1)]);
    }

    [Fact]
    public async Task DerivedRecord_AsItsBase_KeepsItsType()
    {
        var copy = await Grain.Same<Shape>(new Named("square", [new Point(0, 0)]));

        copy.ShouldBeOfType<Named>().Name.ShouldBe("square");
        copy.Corners.ShouldBe([new Point(0, 0)]);
    }

    [Fact]
    public async Task GenericRecord_IsCopied()
    {
        var pair = new Pair<string, List<Point>>("a", [new Point(1, 2)]);

        var copy = await Grain.Same(pair);

        copy.First.ShouldBe("a");
        copy.Second.ShouldBe([new Point(1, 2)]);
        copy.Second.ShouldNotBeSameAs(pair.Second);
    }

    [Fact]
    public async Task Struct_WithReferences_IsCopied()
    {
        var value = new Span2([1, 2], null);

        var copy = await Grain.Same(value);

        copy.Items.ShouldBe([1, 2]);
        copy.Items.ShouldNotBeSameAs(value.Items);
        copy.Note.ShouldBeNull();
    }

    [Fact]
    public async Task Class_WithEveryKindOfMember_KeepsThoseWithAnId()
    {
        var value = new Mixed { Required = "r", When = DateTimeOffset.UnixEpoch, NotSerialized = "lost" };
        value.ReadOnlyField.Add(1);
        value.GetOnly.Add(new Point(1, 1));
        value.Private["a"] = [1, 2];

        var copy = await Grain.Same(value);

        copy.Required.ShouldBe("r");
        copy.When.ShouldBe(DateTimeOffset.UnixEpoch);
        copy.ReadOnlyField.ShouldBe([1]);
        copy.GetOnly.ShouldBe([new Point(1, 1)]);
        copy.Private["a"].ShouldBe([1, 2]);
        copy.Private["a"].ShouldNotBeSameAs(value.Private["a"]);
        copy.NotSerialized.ShouldBeNull();
    }

    [Fact]
    public async Task Graph_WithCyclesAndSharedParts_KeepsItsShape()
    {
        var leaf = new Node { Name = "leaf" };
        var root = new Node { Name = "root", Children = [leaf, leaf] };
        leaf.Next = root;

        var copy = await Grain.Same(root);

        copy.ShouldNotBeSameAs(root);
        copy.Children[0].ShouldBeSameAs(copy.Children[1]);
        copy.Children[0].Next.ShouldBeSameAs(copy);
        copy.Children[0].ShouldNotBeSameAs(leaf);
    }

    [Fact]
    public async Task LongChain_IsCopied()
    {
        var root = new Node();
        var last = root;
        for (var i = 0; i < 200; i++)
            last = last.Next = new Node { Name = $"{i}" };

        var copy = await Grain.Same(root);

        var names = new List<string>();
        for (var node = copy.Next; node is not null; node = node.Next)
            names.Add(node.Name);

        names.ShouldBe(Enumerable.Range(0, 200).Select(i => $"{i}"));
    }

    [Fact]
    public async Task ForeignType_WithConverter_IsCopied()
    {
        var value = new Foreign("text", [1]);

        var copy = await Grain.Same(value);

        copy.Text.ShouldBe("text");
        copy.Items.ShouldBe([1]);
        copy.Items.ShouldNotBeSameAs(value.Items);
    }

    [Fact]
    public async Task Class_WithImmutableMember_IsCopied()
    {
        var copy = await Grain.Same(new WithImmutableMember { Shared = [1], Own = [2] });

        copy.Shared.ShouldBe([1]);
        copy.Own.ShouldBe([2]);
    }

    [Fact]
    public async Task EveryCollection_IsCopied()
    {
        var value = new Everything
        {
            Array = [1, 2],
            Bytes = [1, 2, 3],
            List = [new Point(1, 2)],
            Map = { ["a"] = new Point(3, 4) },
            Set = ["x"],
            ReadOnlyList = [new Point(5, 6)],
            ReadOnlyMap = new Dictionary<string, int> { ["k"] = 7 },
            Queue = new Queue<int>([1, 2, 3]),
            Tuple = (8, "eight"),
            Guid = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"),
            Time = TimeSpan.FromSeconds(9),
            Uri = new Uri("http://localhost/"),
            Any = new Point(10, 11),
            Colour = Colour.Green,
            Immutable = [1, 2],
            Memory = new byte[] { 4, 5 },
            Matrix = new[,] { { 1, 2 }, { 3, 4 } },
            Entry = new("e", new Point(12, 13)),
        };

        var copy = await Grain.Same(value);

        copy.Array.ShouldBe(value.Array);
        copy.Bytes.ShouldBe(value.Bytes);
        copy.List.ShouldBe(value.List);
        copy.Map.ShouldBe(value.Map);
        copy.Set.ShouldBe(value.Set);
        copy.ReadOnlyList.ShouldBe(value.ReadOnlyList);
        copy.ReadOnlyMap.ShouldBe(value.ReadOnlyMap);
        copy.Queue.ShouldBe(value.Queue);
        copy.Tuple.ShouldBe(value.Tuple);
        copy.Nothing.ShouldBeNull();
        copy.Guid.ShouldBe(value.Guid);
        copy.Time.ShouldBe(value.Time);
        copy.Uri.ShouldBe(value.Uri);
        copy.Any.ShouldBe(value.Any);
        copy.Colour.ShouldBe(value.Colour);
        copy.Immutable.ShouldBe(value.Immutable);
        copy.Memory.ToArray().ShouldBe(value.Memory.ToArray());
        copy.Matrix.ShouldBe(value.Matrix);
        copy.Entry.ShouldBe(value.Entry);
        copy.Array.ShouldNotBeSameAs(value.Array);
        copy.Map.ShouldNotBeSameAs(value.Map);
    }

    [Fact]
    public async Task Reference_PassedAndReturned_StillReachesItsGrain()
    {
        (await Grain.NameOf(_silo.Grain<IHolderGrain>("other"))).ShouldBe("other");
        (await (await Grain.Self()).NameOf(Grain)).ShouldBe("a");
    }

    [Fact]
    public void AnyNestedValue_Copied_IsEqualAndSharesNothing()
    {
        Prop.ForAll<Dictionary<string, List<int?>>>(value =>
        {
            var copy = Grain.Same(value).GetAwaiter().GetResult();
            return copy.Count == value.Count
                && value.All(entry => copy[entry.Key].SequenceEqual(entry.Value) && !ReferenceEquals(copy[entry.Key], entry.Value));
        }).QuickCheckThrowOnFailure();
    }
}
