using TorchSharp;
using TorchSharp.Modules;

namespace Samantha.Training.Lessons;

/// <summary>
/// Descent with momentum whose steps are as long as the loss asks for: f / ‖g‖, which is right where the loss is linear down to
/// zero, up to a most (Polyak 1987; with that bound, Loizou et al. 2021). Unlike Adam it moves nothing that a lesson does not
/// ask to move, and it comes to rest by itself.
/// </summary>
/// <param name="parameters">What is learned.</param>
/// <param name="longest">The longest step before momentum, all parameters together.</param>
/// <param name="momentum">In [0, 1).</param>
internal sealed class LessonDescent(IReadOnlyList<Parameter> parameters, double longest, double momentum) : IStepsState, IDisposable
{
    private const string StateFile = "descent.bin";

    private readonly SGD descent = torch.optim.SGD(parameters, 1.0, momentum);

    /// <summary>Takes a step.</summary>
    /// <param name="loss">The loss whose gradients the parameters hold, 0 at best.</param>
    /// <param name="share">The share of the length, in [0, 1].</param>
    public void Step(double loss, double share)
    {
        // Clipped to no norm, it is told only.
        var norm = Math.Max(1e-12, torch.nn.utils.clip_grad_norm_(parameters, double.MaxValue));
        Scale(Math.Min(longest, loss / norm) / norm * share);
        descent.step();
    }

    /// <summary>Writes into a folder what the steps to come depend on beside the parameters.</summary>
    public void Save(string folder)
    {
        using var writer = new BinaryWriter(new BufferedStream(File.Create(Path.Combine(folder, StateFile)), 1 << 20));
        descent.save_state_dict(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(string folder)
    {
        using var reader = new BinaryReader(new BufferedStream(File.OpenRead(Path.Combine(folder, StateFile)), 1 << 20));
        descent.load_state_dict(reader);
    }

    public void Dispose() => descent.Dispose();

    private void Scale(double factor)
    {
        using var ungraded = torch.no_grad();
        foreach (var parameter in parameters)
        {
            using var gradient = parameter.grad;
            gradient?.mul_(factor);
        }
    }
}
