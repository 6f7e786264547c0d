using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Samantha.Orleans.Tests.Serialization;

/// <summary>Two versions of one type: what the newer one writes the older one reads, and the other way around.</summary>
public sealed class VersionTests
{
    private static readonly Serializer Serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    [Fact]
    public void NewerVersion_ReadByTheOlder_SkipsWhatItDoesNotKnow()
    {
        var value = new Newer { Id = 7, Name = "n", Tags = ["a"], Origin = new Point(1, 2), Extra = new() { ["k"] = [1] }, Any = (1, "x"), Last = "last" };

        var older = Convert<Newer, Older>(value);

        older.Id.ShouldBe(7);
        older.Name.ShouldBe("n");
        older.Last.ShouldBe("last");
    }

    [Fact]
    public void OlderVersion_ReadByTheNewer_LeavesDefaults()
    {
        var newer = Convert<Older, Newer>(new Older { Id = 7, Name = "n", Last = "last" });

        newer.Id.ShouldBe(7);
        newer.Last.ShouldBe("last");
        newer.Tags.ShouldBe(["default"]);
        newer.Origin.ShouldBeNull();
    }

    [Fact]
    public void ObjectThatWasSkipped_ReferredToLater_IsThere()
    {
        var shared = new Node { Name = "shared" };
        shared.Next = new Node { Name = "next", Next = shared };

        var older = Convert<NewerGraph, OlderGraph>(new NewerGraph { Added = [shared], AddedToo = shared.Next, Kept = shared, KeptToo = shared.Next });

        older.Kept!.Name.ShouldBe("shared");
        older.Kept.Next.ShouldBeSameAs(older.KeptToo);
        older.KeptToo!.Next.ShouldBeSameAs(older.Kept);
    }

    [Fact]
    public void Number_ThatBecameLonger_IsRead() => Convert<Short, Long>(new Short { Value = -5 }).Value.ShouldBe(-5);

    private static TTo Convert<TFrom, TTo>(TFrom value) => Serializer.Deserialize<TTo>(Serializer.SerializeToArray(value));

    [GenerateSerializer]
    public sealed class Older
    {
        [Id(0)]
        public int Id { get; set; }

        [Id(1)]
        public string Name { get; set; } = "";

        [Id(200)]
        public string Last { get; set; } = "";
    }

    [GenerateSerializer]
    public sealed class Newer
    {
        [Id(0)]
        public int Id { get; set; }

        [Id(1)]
        public string Name { get; set; } = "";

        [Id(2)]
        public List<string> Tags { get; set; } = ["default"];

        [Id(3)]
        public Point? Origin { get; set; }

        [Id(4)]
        public Dictionary<string, int[]> Extra { get; set; } = [];

        [Id(5)]
        public object? Any { get; set; }

        [Id(6)]
        public decimal Fixed128 { get; set; } = 1.5m;

        [Id(7)]
        public double Fixed64 { get; set; } = 2.5;

        [Id(8)]
        public float Fixed32 { get; set; } = 3.5f;

        [Id(200)]
        public string Last { get; set; } = "";
    }

    [GenerateSerializer]
    public sealed class OlderGraph
    {
        [Id(2)]
        public Node? Kept { get; set; }

        [Id(3)]
        public Node? KeptToo { get; set; }
    }

    [GenerateSerializer]
    public sealed class NewerGraph
    {
        [Id(0)]
        public object[] Added { get; set; } = [];

        [Id(1)]
        public Node? AddedToo { get; set; }

        [Id(2)]
        public Node? Kept { get; set; }

        [Id(3)]
        public Node? KeptToo { get; set; }
    }

    [GenerateSerializer]
    public sealed class Short
    {
        [Id(0)]
        public int Value { get; set; }
    }

    [GenerateSerializer]
    public sealed class Long
    {
        [Id(0)]
        public long Value { get; set; }
    }
}
