using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Training.Preferences;

/// <summary>
/// Expects a prompt's reward: a linear function of what the decoder holds of it, learned by least squares (Williams 1992,
/// section 4; Sutton et al. 2000). Taking it from a reward changes no gradient on average and steadies every single one.
/// </summary>
internal sealed class ValueBaseline : IDisposable
{
    private readonly Linear value;
    private readonly AdamW optimizer;

    public ValueBaseline(long hidden, Device device, double learningRate)
    {
        value = nn.Linear(hidden, 1, device: device);
        using (no_grad())
        {
            value.weight!.zero_();
            value.bias!.zero_();
        }

        optimizer = optim.AdamW(value.parameters(), learningRate, weight_decay: 0);
    }

    /// <summary>The rewards that are expected, [prompts], without a graph.</summary>
    /// <param name="states">[prompts, hidden].</param>
    public Tensor Expect(Tensor states)
    {
        using var ungraded = no_grad();
        return value.forward(states).squeeze(-1);
    }

    /// <summary>Moves towards the rewards that came.</summary>
    public void Learn(Tensor states, Tensor rewards)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        nn.functional.mse_loss(value.forward(states.detach()).squeeze(-1), rewards).backward();
        optimizer.step();
    }

    public void Dispose()
    {
        optimizer.Dispose();
        value.Dispose();
    }
}
