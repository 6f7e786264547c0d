using Samantha.TorchSharp.Tests.Autograd;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Samantha.TorchSharp.Tests.Functional;

public sealed class CrossEntropyTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Generator _generator = new(9);

    public void Dispose()
    {
        _scope.Dispose();
        _generator.Dispose();
    }

    [Theory]
    [InlineData(Reduction.Mean, 3)]
    [InlineData(Reduction.Sum, 3)]
    [InlineData(Reduction.None, 3)]
    [InlineData(Reduction.Mean, 1037)]
    public void Loss_IsTheNegativeLogarithmOfTheTargetsShare(Reduction reduction, int classes)
    {
        var (logits, target) = Batch(7, classes);
        var expected = logits.log_softmax(1).gather(1, target.unsqueeze(1)).squeeze(1).neg();

        var actual = functional.cross_entropy(logits, target, reduction: reduction);

        actual.ShouldBeNear(reduction switch
        {
            Reduction.Mean => expected.mean(),
            Reduction.Sum => expected.sum(),
            _ => expected,
        });
    }

    [Theory]
    [InlineData(Reduction.Mean)]
    [InlineData(Reduction.Sum)]
    public void Gradient_IsTheSoftmaxMinusTheTarget(Reduction reduction)
    {
        var (logits, target) = Batch(6, 501);
        logits.requires_grad_();
        (functional.cross_entropy(logits, target, reduction: reduction) * 3).backward();

        var expected = (logits.detach().softmax(1) - functional.one_hot(target, 501)) * 3;
        logits.grad!.ShouldBeNear(reduction is Reduction.Mean ? expected / 6 : expected, 1e-6);
    }

    [Fact]
    public void IgnoredTargets_CountForNothing()
    {
        var (logits, target) = Batch(5, 4);
        logits.requires_grad_();
        target[1] = tensor(-100L);
        target[4] = tensor(-100L);

        var loss = functional.cross_entropy(logits, target);
        loss.backward();

        loss.ShouldBeNear(functional.cross_entropy(logits[new TensorIndex[] { TensorIndex.Tensor(tensor(new long[] { 0, 2, 3 })) }], target[new TensorIndex[] { TensorIndex.Tensor(tensor(new long[] { 0, 2, 3 })) }]));
        logits.grad![1].Values().ShouldBe([0, 0, 0, 0]);
        logits.grad![0].abs().sum().item<float>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void NothingButIgnoredTargets_HaveNoMean() =>
        float.IsNaN(functional.cross_entropy(ones(2, 3), full([2], -100L)).item<float>()).ShouldBeTrue();

    [Fact]
    public void LargeLogits_DoNotOverflow()
    {
        var logits = tensor(new[,] { { 3000f, -3000f, 0f } }).requires_grad_();
        var loss = functional.cross_entropy(logits, tensor(new long[] { 1 }));
        loss.backward();

        loss.item<float>().ShouldBe(6000f);
        logits.grad!.Values().ShouldBeNear([1, -1, 0]);
    }

    [Fact]
    public void Gradient_InDoublePrecision_IsTheDifference() => GradientCheck.Check(
        x => functional.cross_entropy(x[0], tensor(new long[] { 0, 2, 1 })), randn([3L, 4L], float64, generator: _generator));

    [Fact]
    public void GradientsOfGradients_AreThoseOfDoublePrecision()
    {
        var target = tensor(new long[] { 0, 2, 1 });
        Tensor Twice(Tensor logits)
        {
            var first = autograd.grad([functional.cross_entropy(logits, target)], [logits], retain_graph: true, create_graph: true)[0];
            return autograd.grad([first.pow(2).sum()], [logits])[0];
        }

        var x = randn([3L, 5L], generator: _generator);
        Twice(x.clone().requires_grad_()).ShouldBeNear(Twice(x.to(float64).requires_grad_()).to(float32), 1e-5);
    }

    [Fact]
    public void WeightsAndSmoothing_AreTheFormula()
    {
        var (logits, target) = Batch(4, 3);
        var weight = tensor(new[] { 1f, 2f, 0.5f });
        var logs = logits.log_softmax(1);
        var own = weight.index_select(0, target);
        var picked = logs.gather(1, target.unsqueeze(1)).squeeze(1);

        functional.cross_entropy(logits, target, weight).ShouldBeNear(-(picked * own).sum() / own.sum());
        functional.cross_entropy(logits, target, label_smoothing: 0.1)
            .ShouldBeNear((picked * -0.9 - logs.mean(new long[] { 1 }) * 0.1).mean());
    }

    [Fact]
    public void Modules_AreTheFunctions()
    {
        var (logits, target) = Batch(4, 3);
        var hot = functional.one_hot(target, 3).to(float32);

        nn.CrossEntropyLoss().call(logits, target).ShouldBeNear(functional.cross_entropy(logits, target));
        nn.MSELoss().call(logits, hot).ShouldBeNear((logits - hot).square().mean());
        nn.BCEWithLogitsLoss().call(logits, hot)
            .ShouldBeNear(-(hot * logits.sigmoid().log() + (1 - hot) * (1 - logits.sigmoid()).log()).mean());
        nn.KLDivLoss(false, Reduction.Sum).call(logits.log_softmax(1), logits.neg().softmax(1))
            .ShouldBeNear((logits.neg().softmax(1) * (logits.neg().log_softmax(1) - logits.log_softmax(1))).sum());
        functional.kl_div(logits.log_softmax(1), logits.neg().log_softmax(1), true, Reduction.Sum)
            .ShouldBeNear(functional.kl_div(logits.log_softmax(1), logits.neg().softmax(1), false, Reduction.Sum));
    }

    private (Tensor Logits, Tensor Target) Batch(long rows, long classes) => (
        randn([rows, classes], generator: _generator) * 3,
        randint(0, classes, new[] { rows }, generator: _generator));
}
