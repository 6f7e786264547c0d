using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Decoders;
using Samantha.Training.Lessons.Neurons;
using TorchSharp;
using static TorchSharp.torch;

namespace Samantha.Training.Tests.Lessons.Neurons;

public sealed class NeuronValuesTests(TinyBase tiny)
{
    private const int Wordings = 6;

    private readonly Generator random = new(5);

    [Fact]
    public void Fit_WhereItFires_MakesItsTokenLikelyAndNotMore()
    {
        using var scope = NewDisposeScope();
        using var model = Model();
        var places = Places(model);

        var said = Said(model, places, Fit(model, places, ones(Wordings, 1)));

        said.min().item<float>().ShouldBeGreaterThan(0.8f);
        said.mean().item<float>().ShouldBeLessThan(0.97f);
    }

    /// <summary>A place at which a neuron hardly fires would have to be shouted at to say the token.</summary>
    [Fact]
    public void Fit_OnePlaceFiresWeakly_AddsNoMoreForIt()
    {
        using var scope = NewDisposeScope();
        using var model = Model();
        var places = Places(model);
        var firing = ones(Wordings, 1);
        firing[Wordings - 1, 0] = 0.1f;

        var values = Fit(model, places, firing);

        values.norm().item<float>().ShouldBeLessThan(1.2f * Fit(model, places, ones(Wordings, 1)).norm().item<float>());
    }

    [Fact]
    public void Fit_TokenThatIsOutOfReach_AddsNoMoreThanIsAllowed()
    {
        using var scope = NewDisposeScope();
        using var model = Model();
        var places = Places(model);

        var values = NeuronValues.Fit(model, places, ones(Wordings, 1).mul(0.6), [Own], 1, new NeuronOptions { Likelihood = 0.999999, MostAdded = 1.5 }, () => { }, _ => { });

        values.norm().item<float>().ShouldBeLessThanOrEqualTo(1.501f * places.Streams.norm(1).mean().item<float>());
    }

    /// <summary>With three places in four content it stops, unless the lesson as it was taught is among the others.</summary>
    [Theory]
    [InlineData(Wordings - 1, false)]
    [InlineData(0, true)]
    public void Fit_OnePlaceOutOfReach_StopsUnlessItIsTaught(int far, bool goesOn)
    {
        using var scope = NewDisposeScope();
        using var model = Model();
        var places = Places(model);
        // So long a stream that nothing that may be added turns it.
        places.Streams[far].mul_(1_000);
        var most = 4 * Wordings / 1_000.0;
        var steps = 0;

        NeuronValues.Fit(model, places, ones(Wordings, 1), [Own], 1, new NeuronOptions { MostAdded = most }, () => { }, _ => steps++);

        (steps == NeuronValues.MostSteps).ShouldBe(goesOn);
    }

    private static long[] Own => [.. Enumerable.Range(0, Wordings).Select(row => (long)row)];

    private static Tensor Fit(DecoderModel model, TokenPlaces places, Tensor firing) =>
        NeuronValues.Fit(model, places, firing, [Own], 1, new NeuronOptions { MostAdded = 4 }, () => { }, _ => { });

    private static Tensor Said(DecoderModel model, TokenPlaces places, Tensor values)
    {
        using var ungraded = no_grad();
        return model.Say(places.Streams.add(values)).softmax(-1).gather(1, places.Tokens.unsqueeze(1));
    }

    private DecoderModel Model()
    {
        var model = ModelFolder.LoadDecoder(tiny.Folder);
        foreach (var parameter in model.parameters())
            parameter.requires_grad_(false);
        return model;
    }

    private TokenPlaces Places(DecoderModel model)
    {
        var streams = randn([Wordings, model.Config.HiddenSize], generator: random);
        return new TokenPlaces(streams, streams, full([Wordings], (long)TinyModel.Tokenizer.EncodeLiteral(" roof").Ids[^1]));
    }
}
