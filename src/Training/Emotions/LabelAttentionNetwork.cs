using Samantha.Modeling.Emotions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Training.Emotions;

/// <summary>
/// The network that <see cref="RecurrentScorer"/> runs, as a module that can be trained: a bidirectional gated recurrent
/// network over the words with per-label attention. In: ids (texts, steps), padded at the end; out: scores (texts, 28).
/// </summary>
internal sealed class LabelAttentionNetwork : nn.Module<Tensor, Tensor>
{
    private const double EmbeddingDeviation = 0.3;
    private const double OutputDeviation = 0.05;
    private const float Never = -1e9f;

    // A label is rare: the scores begin near the logarithm of such odds.
    private const double FirstBias = -3;

    private readonly Embedding embedding;
    private readonly Dropout dropout;
    private readonly Direction forwards;
    private readonly Direction backwards;
    private readonly Parameter attention;
    private readonly Parameter output;
    private readonly Parameter bias;

    public LabelAttentionNetwork(int words, int embeddingSize, int stateSize, double dropout)
        : base(nameof(LabelAttentionNetwork))
    {
        embedding = nn.Embedding(words, embeddingSize);
        nn.init.normal_(embedding.weight!, 0, EmbeddingDeviation);
        this.dropout = nn.Dropout(dropout);
        forwards = new Direction(embeddingSize, stateSize, reversed: false);
        backwards = new Direction(embeddingSize, stateSize, reversed: true);
        attention = new Parameter(randn(EmotionLabels.Count, 2 * stateSize) * OutputDeviation);
        output = new Parameter(randn(EmotionLabels.Count, 2 * stateSize) * OutputDeviation);
        bias = new Parameter(full(EmotionLabels.Count, FirstBias));
        RegisterComponents();
    }

    public override Tensor forward(Tensor words)
    {
        using var scope = NewDisposeScope();
        var present = words.ne(WordVocabulary.Padding);
        var inputs = dropout.call(embedding.call(words));
        var mask = present.to(ScalarType.Float32).unsqueeze(-1);
        var states = dropout.call(cat([forwards.call(inputs, mask), backwards.call(inputs, mask)], -1));
        var looked = states.matmul(attention.t()).masked_fill(present.logical_not().unsqueeze(-1), Never).softmax(1);
        var values = states.matmul(output.t());
        return ((looked * values).sum(1) + bias).MoveToOuterDisposeScope();
    }

    /// <summary>A copy of the weights for serving.</summary>
    public RecurrentWeights Export() => new(
        Copy(embedding.weight!), forwards.Export(), backwards.Export(), Copy(attention), Copy(output), Copy(bias));

    private static float[] Copy(Tensor tensor)
    {
        using var detached = tensor.detach().cpu().contiguous();
        return detached.data<float>().ToArray();
    }

    /// <summary>A gated recurrent unit that runs over (texts, steps, E) in one direction; states of padding are 0.</summary>
    private sealed class Direction : nn.Module<Tensor, Tensor, Tensor>
    {
        private readonly Linear input;
        private readonly Linear recurrent;
        private readonly int size;
        private readonly bool reversed;

        public Direction(int inputSize, int stateSize, bool reversed)
            : base(nameof(Direction))
        {
            size = stateSize;
            this.reversed = reversed;
            input = nn.Linear(inputSize, 3 * stateSize);
            recurrent = nn.Linear(stateSize, 3 * stateSize);
            var bound = 1 / Math.Sqrt(stateSize);
            foreach (var parameter in new[] { input.weight, input.bias!, recurrent.weight, recurrent.bias! })
                nn.init.uniform_(parameter, -bound, bound);
            RegisterComponents();
        }

        public override Tensor forward(Tensor inputs, Tensor mask)
        {
            var fromInputs = input.call(inputs);
            var steps = (int)inputs.shape[1];
            var states = new Tensor[steps];
            var state = zeros(inputs.shape[0], size);
            for (var step = 0; step < steps; step++)
            {
                var t = reversed ? steps - 1 - step : step;
                var x = fromInputs.select(1, t);
                var h = recurrent.call(state);
                var gates = (x.narrow(1, 0, 2 * size) + h.narrow(1, 0, 2 * size)).sigmoid();
                var candidate = (x.narrow(1, 2 * size, size) + gates.narrow(1, 0, size) * h.narrow(1, 2 * size, size)).tanh();
                state = (candidate + gates.narrow(1, size, size) * (state - candidate)) * mask.select(1, t);
                states[t] = state;
            }

            return stack(states, 1);
        }

        public GatedRecurrentUnit Export() => new(
            Copy(input.weight), Copy(recurrent.weight), Copy(input.bias!), Copy(recurrent.bias!));
    }
}
