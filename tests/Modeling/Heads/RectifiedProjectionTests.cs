using System.Numerics.Tensors;
using Samantha.Modeling.Heads;

namespace Samantha.Modeling.Tests.Heads;

public sealed class RectifiedProjectionTests
{
    private static readonly NgramView[] Views = [new(NgramKind.Words, 1, 2), new(NgramKind.WordCharacters, 3, 5)];

    /// <summary>Rectified random features approximate the arc-cosine kernel of degree 1 (Cho and Saul 2009, equation 6), half of it for one half is cut off.</summary>
    [Theory]
    [InlineData("please book a flight to boston for me", "please book a flight to boston for me")]
    [InlineData("please book a flight to boston for me", "could you book me a flight to denver")]
    [InlineData("please book a flight to boston for me", "why was my card declined in the shop")]
    public void Project_TwoTexts_ProductIsTheArcCosineKernel(string one, string other)
    {
        var products = Enumerable.Range(0, 20).Select(seed => (double)TensorPrimitives.Dot<float>(Row(one, seed), Row(other, seed))).ToList();

        var cosine = Math.Min(1, Cosine(one, other));
        var angle = Math.Acos(cosine);
        var kernel = (Math.Sin(angle) + ((Math.PI - angle) * cosine)) / (2 * Math.PI);
        products.Average().ShouldBe(kernel, 0.005);
    }

    [Fact]
    public void Project_AnyText_IsNowhereBelowZeroAndAboveItInAboutHalf()
    {
        var row = Row("please book a flight to boston for me", 0).ToArray();
        row.ShouldAllBe(value => value >= 0);
        row.Count(value => value > 0).ShouldBeInRange(row.Length * 45 / 100, row.Length * 55 / 100);
    }

    [Fact]
    public void Project_NothingToCount_IsZero() =>
        new EncodedText(" ").Row(new ProjectionConfig([new(NgramKind.Words)], 64, 0, Rectified: true)).ToArray().ShouldAllBe(value => value == 0);

    /// <summary>What is read with a narrower projection begins as it does with a wider one, but for its length.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(100)]
    public void Project_AnyWidth_HasAsMany(int width)
    {
        var row = new EncodedText("will it rain").Row(new ProjectionConfig(Views, width, 0, Rectified: true));
        row.Length.ShouldBe(width);
        var wide = Row("will it rain", 0);
        for (var i = 0; i < width; i++)
            (row[i] * MathF.Sqrt(width)).ShouldBe(wide[i] * MathF.Sqrt(wide.Length), 1e-4f);
    }

    private static ReadOnlySpan<float> Row(string text, int seed) => new EncodedText(text).Row(new ProjectionConfig(Views, 2048, seed, Rectified: true));

    private static double Cosine(string one, string other)
    {
        var (first, second) = (Weights(one), Weights(other));
        return first.Sum(ngram => ngram.Value * second.GetValueOrDefault(ngram.Key))
            / Math.Sqrt(first.Values.Sum(weight => weight * weight) * second.Values.Sum(weight => weight * weight));
    }

    private static Dictionary<ulong, double> Weights(string text) =>
        Views.SelectMany(new EncodedText(text).Ngrams).ToDictionary(ngram => ngram.Hash, ngram => 1 + Math.Log(ngram.Count));
}
