using static TorchSharp.torch;

namespace Samantha.TorchSharp.Tests.Native;

/// <summary>The number of threads is the process's: nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(ThreadTests), DisableParallelization = true)]
[Collection(nameof(ThreadTests))]
public sealed class ThreadTests
{
    [Fact]
    public void NumberOfThreads_CanBeSet()
    {
        var before = get_num_threads();
        try
        {
            set_num_threads(2);
            get_num_threads().ShouldBe(2);
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void GradMode_BelongsToItsThread()
    {
        using var none = no_grad();
        var recorded = false;
        var thread = new Thread(() => recorded = is_grad_enabled());
        thread.Start();
        thread.Join();

        recorded.ShouldBeTrue();
        is_grad_enabled().ShouldBeFalse();
    }

    [Fact]
    public void SeveralThreads_TrainAndInferAtOnce()
    {
        var losses = new float[4];
        var threads = Enumerable.Range(0, losses.Length).Select(i => new Thread(() => losses[i] = Train(1234))).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();

        losses.ShouldAllBe(loss => loss == losses[0] && loss < 0.5f);
    }

    // Every thread draws from a generator of its own, so each must come to the same loss, bit for bit.
    private static float Train(ulong seed)
    {
        using var outer = NewDisposeScope();
        using var generator = new Generator(seed);
        var x = randn(16, 8, generator: generator);
        var target = randint(0, 4, new long[] { 16 }, generator: generator);
        var weight = (randn(4, 8, generator: generator) * 0.1).AsParameter();
        using var optimizer = optim.AdamW([weight], 0.1);
        for (var i = 0; i < 60; i++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            nn.functional.cross_entropy(nn.functional.linear(x, weight), target).backward();
            optimizer.step();
            using var mode = inference_mode();
            nn.functional.linear(x[..1], weight).softmax(-1);
        }

        using var last = no_grad();
        return nn.functional.cross_entropy(nn.functional.linear(x, weight), target).item<float>();
    }
}
