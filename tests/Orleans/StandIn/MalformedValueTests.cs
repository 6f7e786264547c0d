using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Samantha.Orleans.Tests.Serialization;

namespace Samantha.Orleans.Tests.StandIn;

/// <summary>What bytes can do to the stand-in's deserializer; the package promises less.</summary>
public sealed class MalformedValueTests
{
    private static readonly Serializer Serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void BytesChangedAtRandom_AreReadOrRefusedWithLittleMemory(int seed)
    {
        var random = new Random(seed);
        var bytes = Serializer.SerializeToArray(Value());
        Serializer.Deserialize<object[]>(bytes).Length.ShouldBe(Value().Length);

        for (var i = 0; i < 5_000; i++)
            ShouldBeReadOrRefused<object[]>(Corrupt(bytes, random));
    }

    [Fact]
    public void RandomBytes_AreReadOrRefusedWithLittleMemory()
    {
        var random = new Random(4);
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            ShouldBeReadOrRefused<object>(bytes);
            ShouldBeReadOrRefused<Everything>(bytes);
            ShouldBeReadOrRefused<Dictionary<string, List<Node>>>(bytes);
        }
    }

    [Fact]
    public void ShortenedBytes_AreRefused()
    {
        var bytes = Serializer.SerializeToArray(Value());
        for (var length = 0; length < bytes.Length; length++)
            Should.Throw<SerializerException>(() => Serializer.Deserialize<object[]>(bytes.AsMemory(0, length)));
    }

    [Fact]
    public void NestingWithoutEnd_IsRefused()
    {
        // Tag 8 is member 0, an object; each holds the next.
        Should.Throw<SerializerException>(() => Serializer.Deserialize<Node>(Enumerable.Repeat((byte)0x18, 1_000_000).Prepend((byte)0x08).ToArray()));
        Should.Throw<SerializerException>(() => Serializer.Deserialize<Point>(Enumerable.Repeat((byte)0xF8, 1_000_000).ToArray()));
        Should.Throw<SerializerException>(() => Serializer.Deserialize<object>(Named(string.Concat(Enumerable.Repeat("List`1<", 100_000)))));
    }

    [Fact]
    public void GraphTooDeepForTheStack_IsRefused()
    {
        var root = new Node();
        var last = root;
        for (var i = 0; i < 1_000_000; i++)
            last = last.Next = new Node();

        Should.Throw<SerializerException>(() => Serializer.SerializeToArray(root));
    }

    [Fact]
    public void NumberTooLongForItsType_IsRefused() =>
        Should.Throw<SerializerException>(() => Serializer.Deserialize<int>(Serializer.SerializeToArray(long.MaxValue)));

    [Fact]
    public void TypeThatIsNotTheApplications_IsRefused()
    {
        Should.Throw<SerializerException>(() => Serializer.Deserialize<object>(Named("System.Diagnostics.Process@System.Diagnostics.Process"))).Message.ShouldContain("not known");
        Should.Throw<SerializerException>(() => Serializer.Deserialize<object>(Named("System.IO.FileInfo"))).Message.ShouldContain("not known");
    }

    [Fact]
    public void ErrorOfAnUnknownType_IsReadAsOneThatSaysWhatItWas()
    {
        var bytes = Serializer.SerializeToArray<Exception>(new ExceptionTests.QuotaException("too much", 5, "disk"));
        var renamed = Replace(bytes, "QuotaException", "OtherException");

        var error = Serializer.Deserialize<Exception>(renamed).ShouldBeOfType<UnavailableExceptionFallbackException>();

        error.Message.ShouldBe("too much");
        error.ExceptionType.ShouldEndWith("OtherException");
    }

    private static object[] Value()
    {
        var node = new Node { Name = "node" };
        node.Next = node;
        return
        [
            new Everything { Map = { ["a"] = new Point(1, 2) }, List = [new(1, 2)], Any = node, Queue = new([1, 2]) },
            new Pair<string, int[]>("a", [1, 2, 3]), node, new Named("n", [new(1, 2)]), new TimeoutException("late", new AggregateException(new Exception("x"))),
            new Foreign("text", [1]), new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "a" }, 1.5m, Guid.Empty, (1, "b", 2.5), new List<long> { 1, 2 }, Colour.Green,
        ];
    }

    private static byte[] Corrupt(byte[] bytes, Random random)
    {
        var changed = bytes.ToList();
        for (var changes = random.Next(1, 8); changes > 0; changes--)
        {
            var at = random.Next(changed.Count);
            switch (random.Next(4))
            {
                case 0:
                    changed[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    changed[at] = (byte)random.Next(256);
                    break;
                case 2:
                    changed.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    changed.RemoveAt(at);
                    break;
            }
        }

        return [.. changed];
    }

    private static void ShouldBeReadOrRefused<T>(byte[] bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Serializer.Deserialize<T>(bytes);
        }
        catch (SerializerException)
        {
            // Refused.
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000);
    }

    /// <summary>A value, member 0, of a type that is named.</summary>
    private static byte[] Named(string type)
    {
        var name = Encoding.UTF8.GetBytes(type);
        var bytes = new List<byte> { 0x09, 0x00 };
        for (var rest = name.Length; ; rest >>= 7)
        {
            bytes.Add((byte)(rest < 0x80 ? rest : rest & 0x7f | 0x80));
            if (rest < 0x80)
                break;
        }

        return [.. bytes, .. name, 0x08, 0x0B];
    }

    private static byte[] Replace(byte[] bytes, string from, string to)
    {
        var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(from));
        Encoding.UTF8.GetBytes(to).CopyTo(bytes.AsSpan(at));
        return bytes;
    }
}
