using System.Text.Json;
using TorchSharp;

namespace Samantha.Modeling.Tests;

/// <summary>The models of ../shared/fixtures/hf and what their own library computes on them.</summary>
internal static class Fixtures
{
    /// <summary>How far a logit may be from the published library's.</summary>
    public const double LogitTolerance = 1e-4;

    public static readonly string? Root = Find();

    /// <summary>A fixture's folder; skips the test where the fixtures are absent.</summary>
    public static string Folder(string name)
    {
        Assert.SkipUnless(Root is not null, "../shared/fixtures/hf is absent");
        return Path.Combine(Root!, name);
    }

    public static JsonElement Expected(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder(name), "expected.json")));
        return document.RootElement.Clone();
    }

    public static int[] Ids(this JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetInt32())];

    public static float[] Floats(this JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetSingle())];

    /// <summary>[1, T] from a list, [B, T] from a list of lists.</summary>
    public static torch.Tensor Tensor(this JsonElement list)
    {
        var rows = list[0].ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(Longs).ToArray() : [Longs(list)];
        return torch.tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, rows[0].Length]);

        static long[] Longs(JsonElement row) => [.. row.EnumerateArray().Select(item => item.GetInt64())];
    }

    public static float[] ToArray(this torch.Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();

    public static double LargestDifference(IReadOnlyList<float> actual, IReadOnlyList<float> expected)
    {
        actual.Count.ShouldBe(expected.Count);
        return actual.Zip(expected, (one, other) => float.IsNaN(one) ? double.NaN : Math.Abs((double)one - other)).Max();
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
                continue;
            var shared = Path.Combine(folder.FullName, "..", "shared", "fixtures", "hf");
            return Directory.Exists(shared) ? shared : null;
        }

        return null;
    }
}
