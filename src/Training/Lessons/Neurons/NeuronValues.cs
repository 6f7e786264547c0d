using Samantha.Modeling.Decoders;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Training.Lessons.Neurons;

/// <summary>
/// What neurons add to the stream so that each makes its token likely enough, and no more. Each has a loss of its own, of the
/// places where it fires, and takes steps that are as long as that loss asks for (Polyak 1987), until most of them are content.
/// </summary>
/// <remarks>
/// A neuron that is loud is dear where it fires by mistake. So what it adds has a bound, places at which it hardly fires do not
/// count, and it stops when only a few stay out of reach; those where the lesson is as it was taught are not among the few.
/// </remarks>
internal static class NeuronValues
{
    /// <summary>However far from content its places are, a neuron takes no more steps.</summary>
    public const int MostSteps = 40;

    /// <summary>A place with no more than this above what is asked for, in nats, is content, and so many must be.</summary>
    private const double Content = 0.02;

    private const double MostPlaces = 0.75;

    /// <summary>How much of a whole firing counts as one: where a neuron hardly fires, nothing it adds could help.</summary>
    public const double Fires = 0.5;

    /// <summary>How strongly gates fire, 1 where they are sure, [places, neurons].</summary>
    public static Tensor Firing(Tensor inputs, Tensor gates, double sharpness)
    {
        using var scope = NewDisposeScope();
        var planes = inputs.matmul(gates.t());
        return nn.functional.silu(planes.mul(sharpness)).mul(planes).div(sharpness).MoveToOuterDisposeScope();
    }

    /// <summary>Fits values.</summary>
    /// <param name="model">The model as it is without these neurons.</param>
    /// <param name="places">The lesson's places, wording by wording.</param>
    /// <param name="firing">How strongly each neuron fires at each of them, [places, neurons].</param>
    /// <param name="own">The places of each neuron, those where the lesson is as it was taught first.</param>
    /// <param name="taught">How many these are.</param>
    /// <param name="options">How likely a token is to be, and how much a neuron may add.</param>
    /// <param name="wait">Called before each step.</param>
    /// <param name="report">Is told the loss before each step, in nats a token.</param>
    /// <returns>[neurons, hidden].</returns>
    public static Tensor Fit(
        DecoderModel model, TokenPlaces places, Tensor firing, IReadOnlyList<long[]> own, int taught, NeuronOptions options, Action wait, Action<double> report)
    {
        using var scope = NewDisposeScope();
        var (neurons, wordings) = (own.Count, own[0].Length);
        var rows = tensor([.. own.SelectMany(place => place)], device: model.Device);
        var streams = places.Streams.index_select(0, rows);
        var fired = firing.index_select(0, rows);
        var tokens = places.Tokens.index_select(0, rows).unsqueeze(1);
        var counts = stack([.. own.Select((place, neuron) => firing.index_select(0, tensor(place, device: model.Device)).select(1, neuron))]).gt(Fires).to(ScalarType.Float32);
        counts.narrow(1, 0, taught).fill_(1);
        var share = counts.div(counts.sum([1L], keepdim: true));
        var loudest = streams.norm(1).mean().mul(options.MostAdded);
        var values = new Parameter(zeros(neurons, streams.shape[1], device: model.Device));
        for (var step = 0; step < MostSteps; step++)
        {
            wait();
            using var pass = NewDisposeScope();
            values.grad = null;
            var said = model.Say(streams.add(fired.matmul(values))).log_softmax(-1).gather(1, tokens).view(neurons, wordings);
            report(-said.mul(share).sum([1L]).mean().item<float>());
            var missing = said.neg().add(Math.Log(options.Likelihood)).clamp_min(0);
            var learns = Learns(missing.detach(), share, taught);
            if (!learns.any().item<bool>())
                break;
            var losses = missing.mul(share).sum([1L]).mul(learns);
            losses.sum().backward();
            using var ungraded = no_grad();
            var gradient = values.grad!;
            values.sub_(gradient.mul(losses.div(gradient.pow(2).sum([1L]).clamp_min(1e-12)).unsqueeze(1)));
            values.mul_(loudest.div(values.norm(1, keepdim: true).clamp_min(1e-12)).clamp_max(1));
        }

        return values.detach().clone().MoveToOuterDisposeScope();
    }

    private static Tensor Learns(Tensor missing, Tensor share, int taught)
    {
        var content = missing.le(Content);
        var most = share.mul(content).sum([1L]).ge(MostPlaces);
        return most.logical_and(content.narrow(1, 0, taught).all(1)).logical_not();
    }
}
