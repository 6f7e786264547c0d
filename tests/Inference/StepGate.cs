using Samantha.Modeling.Decoders;
using static TorchSharp.torch;

namespace Samantha.Inference.Tests;

/// <summary>Lets a version's steps through one by one, and remembers what each took in.</summary>
internal sealed class StepGate : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim allowed = new(0);
    private readonly SemaphoreSlim reached = new(0);
    private volatile bool open;

    /// <summary>For each step the number of tokens of each input.</summary>
    public List<int[]> Steps { get; } = [];

    public Tensor Step(DecoderModel model, IReadOnlyList<DecoderInput> inputs)
    {
        lock (Steps)
            Steps.Add([.. inputs.Select(input => input.Tokens.Length)]);
        reached.Release();
        if (!open && !allowed.Wait(Patience))
            throw new TimeoutException("A test let no further step through.");
        return model.Step(inputs);
    }

    /// <summary>Waits until the engine is about to make a step.</summary>
    public async Task ReachedAsync() =>
        (await reached.WaitAsync(Patience, TestContext.Current.CancellationToken)).ShouldBeTrue("The engine makes no step.");

    /// <summary>Lets the step through that was reached.</summary>
    public void Pass() => allowed.Release();

    /// <summary>Waits for a step and lets it through.</summary>
    public async Task PassAsync(int steps = 1)
    {
        for (var i = 0; i < steps; i++)
        {
            await ReachedAsync();
            Pass();
        }
    }

    /// <summary>Lets all further steps through.</summary>
    public void Open()
    {
        open = true;
        allowed.Release(1000);
    }

    public void Dispose()
    {
        allowed.Dispose();
        reached.Dispose();
    }
}
