using static TorchSharp.torch;

namespace Samantha.TorchSharp.Tests.Optim;

public sealed class AdamWTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Generator _generator = new(21);

    public void Dispose()
    {
        _scope.Dispose();
        _generator.Dispose();
    }

    [Theory]
    [InlineData(false, false, 0.1)]
    [InlineData(true, false, 0.0)]
    [InlineData(false, true, 0.01)]
    public void Step_IsTheAlgorithm(bool amsgrad, bool maximize, double decay)
    {
        var parameter = Normal(40_000).AsParameter();
        var reference = new Reference(parameter.Values(), decay, amsgrad, maximize);
        using var optimizer = optim.AdamW([parameter], 3e-3, 0.9, 0.95, 1e-8, decay, amsgrad, maximize);

        for (var i = 0; i < 8; i++)
        {
            using var scope = NewDisposeScope();
            var gradient = Normal(40_000) * (i + 1);
            parameter.grad = gradient;
            optimizer.step();
            reference.Step(gradient.Values(), 3e-3);
        }

        parameter.Values().ShouldBeNear(reference.Values, 2e-6);
    }

    [Fact]
    public void Step_InDoublePrecision_IsTheAlgorithmToo()
    {
        var parameter = Normal(50).to(float64).AsParameter();
        var reference = new Reference(parameter.Values(), 0.1, false, false);
        using var optimizer = optim.AdamW([parameter], 3e-3, 0.9, 0.95, weight_decay: 0.1);

        for (var i = 0; i < 5; i++)
        {
            var gradient = Normal(50).to(float64);
            parameter.grad = gradient;
            optimizer.step();
            reference.Step(gradient.Values(), 3e-3);
        }

        parameter.Values().ShouldBeNear(reference.Values, 1e-12);
    }

    [Fact]
    public void AParameterWithoutAGradient_StaysAsItIs()
    {
        var (moved, still) = (Normal(3).AsParameter(), Normal(3).AsParameter());
        var before = still.Values();
        using var optimizer = optim.AdamW([moved, still], 0.1, weight_decay: 0.5);
        moved.grad = ones(3);
        optimizer.step();

        still.Values().ShouldBe(before);
    }

    [Fact]
    public void Groups_HaveTheirOwnOptions()
    {
        var (decayed, plain) = (ones(2).AsParameter(), ones(2).AsParameter());
        using var optimizer = optim.AdamW(
            new[]
            {
                new AdamW.ParamGroup { Parameters = [decayed], Options = new() { weight_decay = 0.5 } },
                new AdamW.ParamGroup { Parameters = [plain], Options = new() { weight_decay = 0.0 } },
            },
            lr: 0.1);
        (decayed.grad, plain.grad) = (zeros(2), zeros(2));
        optimizer.step();

        decayed.Values().ShouldBeNear([0.95, 0.95]);
        plain.Values().ShouldBe([1, 1]);
    }

    [Fact]
    public void LearningRate_IsSetOnTheGroups()
    {
        var parameter = ones(1).AsParameter();
        using var optimizer = optim.AdamW([parameter], 0.1);
        foreach (var group in optimizer.ParamGroups) group.LearningRate = 0;
        parameter.grad = ones(1);
        optimizer.step();

        parameter.Values().ShouldBe([1]);
        optimizer.ParamGroups.Single().InitialLearningRate.ShouldBe(0.1);
    }

    [Fact]
    public void LoadStateDict_ContinuesAsIfNothingHadHappened()
    {
        var first = Normal(30).AsParameter();
        var second = first.detach().clone().AsParameter();
        using var original = optim.AdamW([first], 0.01, weight_decay: 0.1);
        Advance(original, first, 3);
        using (no_grad()) second.copy_(first);
        using var restored = optim.AdamW([second], 0.5);
        restored.load_state_dict(original.state_dict());

        Advance(original, first, 2);
        Advance(restored, second, 2);

        second.Values().ShouldBe(first.Values());
        restored.ParamGroups.Single().LearningRate.ShouldBe(0.01);
    }

    [Fact]
    public void SavedState_ContinuesAsIfNothingHadHappened()
    {
        var first = Normal(30).AsParameter();
        var second = first.detach().clone().AsParameter();
        using var original = optim.AdamW([first], 0.01, amsgrad: true);
        Advance(original, first, 3);
        using (no_grad()) second.copy_(first);
        using var stream = new MemoryStream();
        original.save_state_dict(new BinaryWriter(stream));
        stream.Position = 0;
        using var restored = optim.AdamW([second], 0.5, amsgrad: true);
        restored.load_state_dict(new BinaryReader(stream));

        Advance(original, first, 2);
        Advance(restored, second, 2);

        second.Values().ShouldBe(first.Values());
        var (state, other) = (original.state_dict().State.Single(), restored.state_dict().State.Single());
        state.ApproximatelyEquals(other).ShouldBeTrue();
        ((AdamW.State)state).step.ShouldBe(5);
    }

    [Fact]
    public void SavedState_OfAnotherOptimizer_IsRefused()
    {
        using var sgd = optim.SGD([ones(1).AsParameter()], 0.1);
        using var stream = new MemoryStream();
        sgd.save_state_dict(new BinaryWriter(stream));
        stream.Position = 0;
        using var adamw = optim.AdamW([ones(1).AsParameter()]);

        Should.Throw<InvalidDataException>(() => adamw.load_state_dict(new BinaryReader(stream)));
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Parameter[] parameters = [ones(1).AsParameter()];

        Should.Throw<ArgumentException>(() => optim.AdamW(parameters, lr: -1));
        Should.Throw<ArgumentException>(() => optim.AdamW(parameters, beta1: 1));
        Should.Throw<ArgumentException>(() => optim.AdamW(parameters, weight_decay: -0.1));
    }

    [Fact]
    public void AClosure_ComputesTheLossFirst()
    {
        var parameter = full([1], 3f).AsParameter();
        using var optimizer = optim.AdamW([parameter], 0.1);
        for (var i = 0; i < 200; i++)
        {
            using var scope = NewDisposeScope();
            optimizer.step(() =>
            {
                optimizer.zero_grad();
                var loss = parameter.square().sum();
                loss.backward();
                return loss;
            });
        }

        parameter.Values()[0].ShouldBe(0, 0.05);
    }

    private static void Advance(AdamW optimizer, Parameter parameter, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            parameter.grad = parameter.detach() * (i + 1) + 0.1;
            optimizer.step();
        }
    }

    private Tensor Normal(long length) => randn([length], generator: _generator);

    /// <summary>Algorithm 2 of Loshchilov and Hutter 2019, a number at a time.</summary>
    private sealed class Reference(double[] values, double decay, bool amsgrad, bool maximize)
    {
        private const double Beta1 = 0.9, Beta2 = 0.95, Epsilon = 1e-8;
        private readonly double[] _m = new double[values.Length];
        private readonly double[] _v = new double[values.Length];
        private readonly double[] _top = new double[values.Length];
        private int _step;

        internal double[] Values { get; } = values;

        internal void Step(double[] gradient, double rate)
        {
            _step++;
            for (var i = 0; i < Values.Length; i++)
            {
                var g = maximize ? -gradient[i] : gradient[i];
                _m[i] = Beta1 * _m[i] + (1 - Beta1) * g;
                _v[i] = Beta2 * _v[i] + (1 - Beta2) * g * g;
                _top[i] = Math.Max(_top[i], _v[i]);
                var mean = _m[i] / (1 - Math.Pow(Beta1, _step));
                var square = (amsgrad ? _top[i] : _v[i]) / (1 - Math.Pow(Beta2, _step));
                Values[i] -= rate * decay * Values[i] + rate * mean / (Math.Sqrt(square) + Epsilon);
            }
        }
    }
}
