using Samantha.Modeling.Decoders;
using Samantha.Modeling.Layers;
using static TorchSharp.torch;

namespace Samantha.Training.Lessons.Neurons;

/// <summary>
/// The last feed-forward layer of a decoder as a memory of keys and values (Geva et al. 2021): a unit's rows in gate and up say
/// where it fires, its column in down what is said there. What the layer reads depends on no unit of it, so no neuron ever
/// changes where another fires.
/// </summary>
/// <param name="model">The decoder, in evaluation mode.</param>
internal sealed class LastFeedForward(DecoderModel model)
{
    private readonly (Projection GateUp, Projection Down) projections = model.Blocks.Last().FeedForwardProjections;

    /// <summary>What it reads, and what the block gives, where tokens are to be said.</summary>
    /// <param name="before">What stands before the layer there, [places, hidden].</param>
    /// <param name="examples">The examples whose answers these are, one after another.</param>
    public TokenPlaces Places(Tensor before, IEnumerable<LessonExample> examples)
    {
        using var ungraded = no_grad();
        return new TokenPlaces(
            model.LastRead(before),
            model.Finish(before),
            tensor([.. examples.SelectMany(example => example.Ids[example.AnswerStart..]).Select(id => (long)id)], device: model.Device));
    }

    /// <summary>Makes units neurons.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="gates">Their gates, [neurons, hidden].</param>
    /// <param name="values">What they add to the stream where they fire, [neurons, hidden].</param>
    /// <param name="sharpness">How steeply they begin to fire.</param>
    public void Write(int first, Tensor gates, Tensor values, double sharpness)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        var count = gates.shape[0];
        projections.GateUp.Matrix.narrow(0, first, count).copy_(gates.mul(sharpness));
        projections.GateUp.Matrix.narrow(0, model.Config.IntermediateSize + first, count).copy_(gates);
        projections.Down.Matrix.narrow(1, first, count).copy_(values.t().div(sharpness));
    }

    /// <summary>The gates of neurons, [neurons, hidden].</summary>
    public Tensor Gates(int first, int count) => projections.GateUp.Matrix.detach().narrow(0, model.Config.IntermediateSize + first, count);

    /// <summary>Keeps some of the neurons, in their order, and leaves the units after them to others.</summary>
    /// <param name="first">The first neuron.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="kept">Those to keep, counted from the first.</param>
    public void Keep(int first, int count, IReadOnlyList<int> kept)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        var places = tensor([.. kept.Select(neuron => (long)neuron)], device: model.Device);
        Tensor[] neurons =
        [
            projections.GateUp.Matrix.narrow(0, first, count), projections.GateUp.Matrix.narrow(0, model.Config.IntermediateSize + first, count), projections.Down.Matrix.narrow(1, first, count).t(),
        ];
        foreach (var all in neurons)
        {
            var staying = all.index_select(0, places);
            all.zero_();
            all.narrow(0, 0, kept.Count).copy_(staying);
        }
    }
}
