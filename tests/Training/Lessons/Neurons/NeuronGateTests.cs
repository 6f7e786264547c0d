using Samantha.Training.Lessons.Neurons;
using TorchSharp;
using static TorchSharp.torch;

namespace Samantha.Training.Tests.Lessons.Neurons;

public sealed class NeuronGateTests
{
    private const int Hidden = 32;

    private readonly Generator random = new(3);

    [Fact]
    public void Fit_OwnPlaces_FireAndGeneralTextDoesNot()
    {
        using var scope = NewDisposeScope();
        var general = new GeneralInputs(Drawn(400));
        var own = Around(Drawn(1), 8);

        var planes = NeuronGate.Fit([own], [Drawn(0)], [Drawn(0)], general)[0];

        own.matmul(planes).min().item<float>().ShouldBeGreaterThan(0.3f);
        general.Rows.matmul(planes).max().item<float>().ShouldBeLessThan(0.1f);
        // As far again from where it would begin to fire as its own places are from there.
        general.Rows.matmul(planes).mean().item<float>().ShouldBeLessThan(-1.3f);
    }

    /// <summary>A place that is nearly its own, where something else is to be said, does not fire either.</summary>
    [Fact]
    public void Fit_PlacesNearItsOwn_DoNotFire()
    {
        using var scope = NewDisposeScope();
        var general = new GeneralInputs(Drawn(400));
        var key = Drawn(1);
        var own = Around(key, 8);
        var near = Around(key.add(Drawn(1).mul(0.6)), 8);
        near.matmul(NeuronGate.Fit([own], [Drawn(0)], [Drawn(0)], general)[0]).max().item<float>().ShouldBeGreaterThan(0.2f);

        var planes = NeuronGate.Fit([own], [near], [Drawn(0)], general)[0];

        own.matmul(planes).min().item<float>().ShouldBeGreaterThan(0.2f);
        near.matmul(planes).max().item<float>().ShouldBeLessThan(0.1f);
    }

    /// <summary>Where another question would get its answer, a neuron stays below what counts as firing, and fires at its own places as before.</summary>
    [Fact]
    public void Fit_AnswerToNearQuestions_HardlyFires()
    {
        using var scope = NewDisposeScope();
        var general = new GeneralInputs(Drawn(400));
        var key = Drawn(1);
        var own = Around(key, 8);
        var near = Around(key.add(Drawn(1).mul(0.4)), 8);
        near.matmul(NeuronGate.Fit([own], [Drawn(0)], [Drawn(0)], general)[0]).max().item<float>().ShouldBeGreaterThan(0.5f);

        var planes = NeuronGate.Fit([own], [Drawn(0)], [near], general)[0];

        own.matmul(planes).min().item<float>().ShouldBeGreaterThan(0.5f);
        near.matmul(planes).max().item<float>().ShouldBeLessThan(0.5f);
    }

    // One direction that all text shares, as the mean of what a layer reads is: it stands in for a bias.
    private Tensor Drawn(int count)
    {
        var rows = randn([count, Hidden], generator: random);
        rows.select(1, 0).fill_(3);
        return rows;
    }

    private Tensor Around(Tensor key, int count)
    {
        var rows = key.add(randn([count, Hidden], generator: random).mul(0.1));
        rows.select(1, 0).fill_(3);
        return rows;
    }
}
