using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Samantha.Modeling.Checkpoints;
using TorchSharp;

namespace Samantha.Modeling.Tests.Checkpoints;

public sealed class SafetensorsFileTests
{
    [Fact]
    public void Write_ThenRead_GivesEveryTypeBitForBit()
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        var source = torch.tensor([0f, -1.5f, 3.25f, 1e-7f, 65504f, float.PositiveInfinity], [2, 3]);
        var tensors = new[]
        {
            torch.ScalarType.Float32, torch.ScalarType.Float64, torch.ScalarType.Float16, torch.ScalarType.BFloat16, torch.ScalarType.Bool,
        }.Select(type => (type.ToString(), source.to(type))).ToList();
        var whole = torch.tensor([0L, -1L, 127L, 5L]);
        foreach (var type in new[] { torch.ScalarType.Int64, torch.ScalarType.Int32, torch.ScalarType.Int16, torch.ScalarType.Int8 })
            tensors.Add((type.ToString(), whole.to(type)));
        tensors.Add(("transposed", source.t()));
        tensors.Add(("scalar", torch.tensor(4f)));
        tensors.Add(("empty", torch.zeros(0, 3)));

        SafetensorsFile.Write(folder.At("all"), tensors, metadata: new Dictionary<string, string> { ["made"] = "here" });

        using var file = SafetensorsFile.Open(folder.At("all"));
        file.Metadata["made"].ShouldBe("here");
        file.Entries.Count.ShouldBe(tensors.Count);
        foreach (var (name, tensor) in tensors)
        {
            var read = file.Read(name);
            read.dtype.ShouldBe(tensor.dtype, name);
            read.shape.ShouldBe(tensor.shape, name);
            read.bytes.SequenceEqual(tensor.contiguous().bytes).ShouldBeTrue(name);
        }
    }

    [Theory]
    [InlineData(WeightType.Float16, 1e-3)]
    [InlineData(WeightType.BFloat16, 1e-2)]
    [InlineData(WeightType.Float32, 0)]
    public void Write_AsAType_RoundsNumbersOnly(WeightType type, double tolerance)
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        var values = torch.randn([64]);
        SafetensorsFile.Write(folder.At("file"), [("values", values), ("ids", torch.tensor([1L, 2L]))], type);
        using var file = SafetensorsFile.Open(folder.At("file"));
        Fixtures.LargestDifference(file.Read("values").to(torch.float32).ToArray(), values.ToArray()).ShouldBeLessThanOrEqualTo(tolerance * 4);
        file.Read("ids").dtype.ShouldBe(torch.ScalarType.Int64);
    }

    [Fact]
    public void Read_UnknownName_IsRefusedByName()
    {
        using var folder = new TemporaryFolder();
        var path = Valid(folder);
        using var file = SafetensorsFile.Open(path);
        Should.Throw<CheckpointException>(() => file.Read("b")).Message.ShouldContain("lacks the tensor b");
    }

    [Fact]
    public void Open_NoFile_IsRefusedByName() =>
        Should.Throw<CheckpointException>(() => SafetensorsFile.Open("/nowhere/model.safetensors")).Path.ShouldBe("/nowhere/model.safetensors");

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", 16)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,9223372036854775807,9223372036854775807],"data_offsets":[0,0]}}""", 0)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F8","shape":[8],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8)]
    [InlineData("""{"a":7}""", 0)]
    [InlineData("""{"__metadata__":[]}""", 0)]
    [InlineData("[]", 0)]
    [InlineData("{", 0)]
    [InlineData("", 0)]
    [InlineData("{\"\\ud800\":1}", 0)]
    public void Open_MalformedHeader_IsRefusedByName(string header, int dataBytes)
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("model.safetensors");
        File.WriteAllBytes(path, [.. Prefix(header.Length), .. Encoding.UTF8.GetBytes(header), .. new byte[dataBytes]]);
        var error = Should.Throw<CheckpointException>(() => SafetensorsFile.Open(path).Dispose());
        error.Path.ShouldBe(path);
        error.Message.ShouldContain("download or write it again");
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(3UL)]
    [InlineData(1UL << 20)]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    public void Open_ImpossibleHeaderLength_IsRefused(ulong length)
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("model.safetensors");
        File.WriteAllBytes(path, [.. Prefix(length), .. "{}"u8]);
        Should.Throw<CheckpointException>(() => SafetensorsFile.Open(path).Dispose());
        File.WriteAllBytes(path, [1, 2, 3]);
        Should.Throw<CheckpointException>(() => SafetensorsFile.Open(path).Dispose());
    }

    [Fact]
    public void Read_FileCutShortMeanwhile_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var path = Valid(folder);
        using var file = SafetensorsFile.Open(path);
        using (var writer = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            writer.SetLength(writer.Length - 1);
        Should.Throw<CheckpointException>(() => file.Read("a")).Message.ShouldContain("ends inside");
    }

    // Whatever a file holds, it opens with tensors that lie inside it, or it is refused in words; nothing else happens.
    [Fact]
    public void Open_AnyDamage_IsRefusedOrReadWithinBounds()
    {
        using var folder = new TemporaryFolder();
        var valid = File.ReadAllBytes(Valid(folder));
        var damage = Gen.Choose(0, valid.Length - 1).Zip(Gen.Choose(0, 255)).ListOf().Zip(Gen.Choose(0, valid.Length + 16)).ToArbitrary();
        var path = folder.At("damaged");
        Prop.ForAll(damage, plan =>
        {
            var (changes, length) = plan;
            var bytes = new byte[length];
            valid.AsSpan(0, Math.Min(length, valid.Length)).CopyTo(bytes);
            foreach (var (at, value) in changes)
            {
                if (at < length)
                    bytes[at] = (byte)value;
            }

            File.WriteAllBytes(path, bytes);
            try
            {
                using var scope = torch.NewDisposeScope();
                using var file = SafetensorsFile.Open(path);
                file.Entries.ShouldAllBe(entry => entry.Offset >= 8 && entry.Offset + entry.Bytes <= length);
                foreach (var entry in file.Entries)
                    file.Read(entry.Name).shape.ShouldBe(entry.Shape);
            }
            catch (CheckpointException error)
            {
                error.Message.ShouldContain(path);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static string Valid(TemporaryFolder folder)
    {
        var path = folder.At("model.safetensors");
        using var tensor = torch.arange(6, torch.float32).view(2, 3);
        SafetensorsFile.Write(path, [("a", tensor)]);
        return path;
    }

    private static byte[] Prefix(int length) => Prefix((ulong)length);

    private static byte[] Prefix(ulong length)
    {
        var prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, length);
        return prefix;
    }
}
