using FsCheck;
using FsCheck.Fluent;
using Samantha.Inference.Sampling;

namespace Samantha.Inference.Tests.Sampling;

internal static class LogitsGenerators
{
    /// <summary>4 to 80 logits between -30 and 30, often equal, so that vectors' remainders and ties come up.</summary>
    public static Arbitrary<float[]> Logits() =>
        (from length in Gen.Choose(4, 80)
         from values in Gen.ArrayOf(Gen.OneOf(
             Gen.Choose(-30_000, 30_000).Select(value => value / 1000f),
             Gen.Choose(-3, 3).Select(value => (float)value)), length)
         select values).ToArbitrary();

    public static Arbitrary<SamplingOptions> Options() =>
        (from temperature in Gen.Elements(0f, 0.3f, 1f, 1.7f)
         from topK in Gen.Elements(0, 1, 3, 50)
         from topP in Gen.Elements(0.05f, 0.5f, 0.95f, 1f)
         from minP in Gen.Elements(0f, 0.05f, 1f)
         from penalty in Gen.Elements(0.8f, 1f, 1.3f)
         select new SamplingOptions { Temperature = temperature, TopK = topK, TopP = topP, MinP = minP, RepetitionPenalty = penalty })
        .ToArbitrary();
}
