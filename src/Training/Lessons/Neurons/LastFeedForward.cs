using Samantha.Modeling.Decoders;
using Samantha.Modeling.Layers;
using static TorchSharp.torch;

namespace Samantha.Training.Lessons.Neurons;

/// <summary>
/// The last feed-forward layer of a decoder as a memory of keys and values (Geva et al. 2021): a unit's rows in gate and up say
/// where it fires, its column in down what is said there. What the layer reads depends on no unit of it, so no neuron ever
/// changes where another fires.
/// </summary>
internal sealed class LastFeedForward : IDisposable
{
    private const int Together = 16;

    private readonly DecoderModel model;
    private readonly Projection gateUp;
    private readonly Projection down;
    private readonly Action stopReading;
    private readonly Action wait;
    private Tensor? read;

    /// <param name="model">The decoder, in evaluation mode; it outlives this.</param>
    /// <param name="wait">Called before each pass.</param>
    public LastFeedForward(DecoderModel model, Action wait)
    {
        this.model = model;
        this.wait = wait;
        (gateUp, down) = model.Blocks.Last().FeedForwardProjections;
        stopReading = gateUp.register_forward_pre_hook((_, input) =>
        {
            read?.Dispose();
            read = input.detach().clone().DetachFromDisposeScope();
            return input;
        }).remove;
    }

    /// <summary>What the layer reads of texts, [tokens, hidden].</summary>
    public Tensor Inputs(IEnumerable<int[]> texts)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        var rows = new List<Tensor>();
        foreach (var ids in texts)
        {
            wait();
            using var pass = NewDisposeScope();
            model.Stream(tensor(Array.ConvertAll(ids, id => (long)id), [1, ids.Length], device: model.Device));
            rows.Add(read![0].clone().MoveToOuterDisposeScope());
        }

        return cat([.. rows], 0).MoveToOuterDisposeScope();
    }

    /// <summary>The places at which examples' answers are said, example by example.</summary>
    public TokenPlaces Places(IReadOnlyList<LessonExample> examples)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        List<Tensor> inputs = [], streams = [];
        foreach (var batch in examples.Chunk(Together))
        {
            wait();
            using var pass = NewDisposeScope();
            var (ids, _) = LessonBatch.Tensors(batch, model.Device);
            var stream = model.Stream(ids);
            for (var row = 0; row < batch.Length; row++)
            {
                var (first, count) = (batch[row].AnswerStart - 1, batch[row].Ids.Length - batch[row].AnswerStart);
                inputs.Add(read![row].narrow(0, first, count).clone().MoveToOuterDisposeScope());
                streams.Add(stream[row].narrow(0, first, count).clone().MoveToOuterDisposeScope());
            }
        }

        var tokens = tensor([.. examples.SelectMany(example => example.Ids[example.AnswerStart..]).Select(id => (long)id)], device: model.Device);
        return new TokenPlaces(cat([.. inputs], 0).MoveToOuterDisposeScope(), cat([.. streams], 0).MoveToOuterDisposeScope(), tokens.MoveToOuterDisposeScope());
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
        gateUp.Matrix.narrow(0, first, count).copy_(gates.mul(sharpness));
        gateUp.Matrix.narrow(0, model.Config.IntermediateSize + first, count).copy_(gates);
        down.Matrix.narrow(1, first, count).copy_(values.t().div(sharpness));
    }

    /// <summary>The gates of neurons, [neurons, hidden].</summary>
    public Tensor Gates(int first, int count) => gateUp.Matrix.detach().narrow(0, model.Config.IntermediateSize + first, count);

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
            gateUp.Matrix.narrow(0, first, count), gateUp.Matrix.narrow(0, model.Config.IntermediateSize + first, count), down.Matrix.narrow(1, first, count).t(),
        ];
        foreach (var all in neurons)
        {
            var staying = all.index_select(0, places);
            all.zero_();
            all.narrow(0, 0, kept.Count).copy_(staying);
        }
    }

    public void Dispose()
    {
        stopReading();
        read?.Dispose();
    }
}
