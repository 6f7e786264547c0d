using Samantha.Modeling.Layers;
using Samantha.Training.Optimization;
using TorchSharp;
using TorchSharp.Modules;

namespace Samantha.Training.Tests.Optimization;

public sealed class MuonTests
{
    [Theory]
    [InlineData(8, 8)]
    [InlineData(5, 12)]
    [InlineData(12, 5)]
    public void Orthogonal_RandomMatrix_HasSingularValuesNearOne(long rows, long columns)
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(3);
        using var muon = new Muon([], new MuonOptions(), torch.ScalarType.Float32);
        var update = muon.Orthogonal(torch.randn(rows, columns, generator: generator));

        update.shape.ShouldBe([rows, columns]);
        var small = rows < columns ? update.mm(update.t()) : update.t().mm(update);
        // The eigenvalues of the smaller Gram matrix are the squares of the singular values: their mean is on the diagonal.
        small.diagonal().mean().item<float>().ShouldBe(1f, 0.35f);
        small.sub(torch.diag(small.diagonal())).abs().max().item<float>().ShouldBeLessThan(0.45f);
    }

    [Fact]
    public void Orthogonal_OrthogonalTimesNumber_ForgetsTheNumber()
    {
        using var scope = torch.NewDisposeScope();
        using var muon = new Muon([], new MuonOptions(), torch.ScalarType.Float32);
        var one = muon.Orthogonal(torch.eye(4).mul(1e-4));
        var other = muon.Orthogonal(torch.eye(4).mul(1e4));
        one.sub(other).abs().max().item<float>().ShouldBeLessThan(1e-2f);
    }

    [Fact]
    public void Step_FusedMatrices_AreChangedEachOnItsOwn()
    {
        using var scope = torch.NewDisposeScope();
        var fused = new Parameter(torch.zeros(6, 4));
        using var muon = new Muon([new WeightSlice("a", fused, 0, 2), new WeightSlice("b", fused, 2, 4)], new MuonOptions { LearningRate = 0.5 }, torch.ScalarType.Float32);
        using var generator = new torch.Generator(5);
        var gradient = torch.randn(6, 4, generator: generator);
        gradient.narrow(0, 0, 2).mul_(1000);
        fused.grad = gradient;

        muon.Step(1.0);

        // Orthogonal updates: a row of the wide one and of the tall one are of one size though their gradients are not.
        var norms = fused.detach().pow(2).sum(1).sqrt().data<float>().ToArray();
        norms.ShouldAllBe(norm => norm > 0.3f && norm < 0.7f);
    }
}
