using System.Runtime.Intrinsics.X86;
using FsCheck;
using FsCheck.Fluent;
using Samantha.Modeling.Layers;
using static TorchSharp.torch;

namespace Samantha.Modeling.Tests.Layers;

public class FewRowsTests
{
    [Fact]
    public void Multiply_AnyShape_EqualsTheGeneralMultiplication() =>
        Prop.ForAll(Shapes(), shape =>
        {
            Assert.SkipUnless(Fma.IsSupported, "This processor has no fused multiply-add.");
            using var ungraded = no_grad();
            using var scope = NewDisposeScope();
            var (input, weight) = Random(shape);

            FewRows.Takes(input, weight).ShouldBeTrue();
            var product = FewRows.Multiply(input, weight);

            var expected = nn.functional.linear(input, weight);
            product.shape.ShouldBe(expected.shape);
            product.sub(expected).abs().max().item<float>().ShouldBeLessThan(1e-4f);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Multiply_RowsTogetherAndAlone_AreTheSameBits() =>
        Prop.ForAll(Shapes(), shape =>
        {
            Assert.SkipUnless(Fma.IsSupported, "This processor has no fused multiply-add.");
            using var ungraded = no_grad();
            using var scope = NewDisposeScope();
            var (input, weight) = Random(shape);

            var together = FewRows.Multiply(input, weight);

            for (var row = 0; row < shape.Rows; row++)
                FewRows.Multiply(input[row], weight).data<float>().ToArray().ShouldBe(together[row].data<float>().ToArray());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Multiply_InputOfSpacedRows_EqualsTheGeneralMultiplication()
    {
        Assert.SkipUnless(Fma.IsSupported, "This processor has no fused multiply-add.");
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        var input = randn(3, 32).narrow(1, 8, 16);
        var weight = randn(5, 16);

        FewRows.Multiply(input, weight).sub(nn.functional.linear(input, weight)).abs().max().item<float>().ShouldBeLessThan(1e-4f);
    }

    [Fact]
    public void Takes_ManyRowsOrOddWidthsOrGradients_SaysNo()
    {
        using var scope = NewDisposeScope();
        using (no_grad())
        {
            FewRows.Takes(randn(100, 16), randn(8, 16)).ShouldBeFalse();
            FewRows.Takes(randn(2, 2, 16), randn(8, 16)).ShouldBeFalse();
            FewRows.Takes(randn(2, 12), randn(8, 12)).ShouldBeFalse();
            FewRows.Takes(randn(2, 16).to(ScalarType.Float64), randn(8, 16)).ShouldBeFalse();
        }

        FewRows.Takes(randn(2, 16), randn(8, 16)).ShouldBeFalse();
    }

    private static (Tensor Input, Tensor Weight) Random((int Rows, int Inputs, int Outputs) shape)
    {
        using var generator = new Generator((ulong)(shape.Rows * 1000 + shape.Inputs * 10 + shape.Outputs));
        return (randn([shape.Rows, shape.Inputs], generator: generator), randn([shape.Outputs, shape.Inputs], generator: generator));
    }

    private static Arbitrary<(int Rows, int Inputs, int Outputs)> Shapes() =>
        (from rows in Gen.Choose(1, 32)
         from inputs in Gen.Choose(1, 20)
         from outputs in Gen.Choose(1, 37)
         select (rows, 8 * inputs, outputs)).ToArbitrary();
}
