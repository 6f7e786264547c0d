using System.Diagnostics;
using Samantha.Modeling.Decoders;
using static TorchSharp.torch;

namespace Samantha.Benchmarks.Speed;

/// <summary>The work of <c>peer/llama_torch.py</c>, done with the platform's own decoder: the same shape, batch and lengths.</summary>
internal static class DecoderWork
{
    private static readonly DecoderConfig Shape = new()
    {
        VocabularySize = 8192,
        HiddenSize = 512,
        Layers = 8,
        Heads = 8,
        KeyValueHeads = 4,
        HeadDimension = 64,
        IntermediateSize = 1408,
    };

    /// <summary>AdamW steps on 8 × 256 tokens.</summary>
    /// <returns>Tokens per second.</returns>
    public static double Train(double seconds)
    {
        const int Batch = 8, Length = 256;
        set_num_threads(1);
        using var scope = NewDisposeScope();
        using var model = new DecoderModel(Shape).Initialise(0);
        model.train();
        using var optimizer = optim.AdamW(model.parameters(), lr: 1e-4, beta1: 0.9, beta2: 0.95, weight_decay: 0.1);

        // One token more than is predicted, as the peer's ids have.
        var ids = randint(0, Shape.VocabularySize, [Batch, Length + 1], dtype: int64);
        Step();
        var watch = Stopwatch.StartNew();
        var steps = 0;
        while (steps == 0 || watch.Elapsed.TotalSeconds < seconds)
        {
            Step();
            steps++;
        }

        return steps * Batch * Length / watch.Elapsed.TotalSeconds;

        void Step()
        {
            using var inner = NewDisposeScope();
            optimizer.zero_grad();
            model.Loss(ids, ids).backward();
            nn.utils.clip_grad_norm_(model.parameters(), 1.0);
            optimizer.step();
        }
    }

    /// <summary>Greedy decoding of one stream: 128 tokens after a prompt of 32, with a cache.</summary>
    /// <returns>Tokens per second, the prompt not counted.</returns>
    public static double Decode(double seconds)
    {
        const int Prompt = 32, Tokens = 128;
        set_num_threads(1);
        using var scope = NewDisposeScope();
        using var model = new DecoderModel(Shape).Initialise(0);
        model.eval();
        var elapsed = TimeSpan.Zero;
        var done = 0;
        while (done == 0 || elapsed.TotalSeconds < seconds)
        {
            using var cache = model.NewCache(512);
            var token = Next(Enumerable.Range(0, Prompt).ToArray());
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < Tokens; i++)
                token = Next([token]);
            elapsed += watch.Elapsed;
            done += Tokens;

            int Next(int[] tokens)
            {
                using var inner = NewDisposeScope();
                return (int)model.Step([new DecoderInput(tokens, cache)]).argmax(-1).item<long>();
            }
        }

        return done / elapsed.TotalSeconds;
    }
}
