namespace Samantha.Orleans.Tests.Serialization;

[GenerateSerializer]
public sealed record Point([property: Id(0)] int X, [property: Id(1)] int Y);

[GenerateSerializer]
public sealed record Labels(string Name, List<string> Values);

[GenerateSerializer]
public record Shape([property: Id(0)] List<Point> Corners);

[GenerateSerializer]
public sealed record Named([property: Id(0)] string Name, List<Point> Corners) : Shape(Corners);

[GenerateSerializer]
public sealed record Pair<TFirst, TSecond>([property: Id(0)] TFirst First, [property: Id(1)] TSecond Second);

[GenerateSerializer]
public readonly record struct Span2([property: Id(0)] int[] Items, [property: Id(1)] string? Note);

[GenerateSerializer]
public sealed class Mixed
{
    [Id(0)]
    public readonly List<int> ReadOnlyField = [];

    [Id(1)]
    private Dictionary<string, List<int>> _private = [];

    [Id(2)]
    public required string Required { get; init; }

    [Id(3)]
    public DateTimeOffset? When { get; set; }

    [Id(4)]
    public List<Point> GetOnly { get; } = [];

    public string? NotSerialized { get; set; }

    public Dictionary<string, List<int>> Private
    {
        get => _private;
        set => _private = value;
    }
}

[GenerateSerializer]
public sealed class Node
{
    [Id(0)]
    public string Name { get; set; } = "";

    [Id(1)]
    public Node? Next { get; set; }

    [Id(2)]
    public List<Node> Children { get; set; } = [];
}

[Immutable]
[GenerateSerializer]
public sealed record Fixed([property: Id(0)] List<int> Items);

[GenerateSerializer]
public sealed class WithImmutableMember
{
    [Id(0)]
    [Immutable]
    public List<int> Shared { get; set; } = [];

    [Id(1)]
    public List<int> Own { get; set; } = [];
}

public sealed class Foreign(string text, List<int> items)
{
    public string Text { get; } = text;

    public List<int> Items { get; } = items;
}

[GenerateSerializer]
public struct ForeignSurrogate
{
    [Id(0)]
    public string Text;

    [Id(1)]
    public List<int> Items;
}

[RegisterConverter]
public sealed class ForeignConverter : IConverter<Foreign, ForeignSurrogate>
{
    public Foreign ConvertFromSurrogate(in ForeignSurrogate surrogate) => new(surrogate.Text, surrogate.Items);

    public ForeignSurrogate ConvertToSurrogate(in Foreign value) => new() { Text = value.Text, Items = value.Items };
}

[GenerateSerializer]
public enum Colour
{
    Red,
    Green,
}

[GenerateSerializer]
public sealed class Everything
{
    [Id(0)]
    public int[] Array { get; set; } = [];

    [Id(1)]
    public byte[] Bytes { get; set; } = [];

    [Id(2)]
    public List<Point> List { get; set; } = [];

    [Id(3)]
    public Dictionary<string, Point> Map { get; set; } = [];

    [Id(4)]
    public HashSet<string> Set { get; set; } = [];

    [Id(5)]
    public IReadOnlyList<Point> ReadOnlyList { get; set; } = [];

    [Id(6)]
    public IReadOnlyDictionary<string, int> ReadOnlyMap { get; set; } = new Dictionary<string, int>();

    [Id(7)]
    public Queue<int> Queue { get; set; } = new();

    [Id(8)]
    public (int Number, string Text) Tuple { get; set; }

    [Id(9)]
    public Point? Nothing { get; set; }

    [Id(10)]
    public Guid Guid { get; set; }

    [Id(11)]
    public TimeSpan Time { get; set; }

    [Id(12)]
    public Uri? Uri { get; set; }

    [Id(13)]
    public object? Any { get; set; }

    [Id(14)]
    public Colour Colour { get; set; }

    [Id(15)]
    public System.Collections.Immutable.ImmutableArray<int> Immutable { get; set; } = [];

    [Id(16)]
    public ReadOnlyMemory<byte> Memory { get; set; }

    [Id(17)]
    public int[,] Matrix { get; set; } = new int[0, 0];

    [Id(18)]
    public KeyValuePair<string, Point> Entry { get; set; } = new("", new Point(0, 0));
}
