using Samantha.Modeling.Layers;
using Samantha.Training.Optimization;
using Parameter = TorchSharp.Modules.Parameter;

namespace Samantha.Training.Lessons;

/// <summary>A <see cref="WeightAverage"/> of what a session learns, whatever that is.</summary>
/// <param name="parameters">What is learned, always in one order.</param>
/// <param name="decay">What is kept of the average at each step, in [0, 1).</param>
internal sealed class ParameterAverage(IReadOnlyList<Parameter> parameters, double decay) : IDisposable
{
    private const string File = "average.safetensors";

    private readonly WeightAverage average = new(new Numbered(parameters), decay);

    /// <summary>Takes the parameters in.</summary>
    /// <param name="step">Steps done so far, this one among them.</param>
    public void Update(int step) => average.Update(step);

    /// <summary>Exchanges the parameters and the average.</summary>
    public void Swap() => average.Swap();

    public void Save(string folder) => average.Save(Path.Combine(folder, File));

    public void Load(string folder) => average.Load(Path.Combine(folder, File));

    public void Dispose() => average.Dispose();

    private sealed class Numbered(IReadOnlyList<Parameter> parameters) : ICheckpointed
    {
        public IEnumerable<WeightSlice> Weights() => parameters.Select((parameter, i) => new WeightSlice($"p{i:0000}", parameter));
    }
}
