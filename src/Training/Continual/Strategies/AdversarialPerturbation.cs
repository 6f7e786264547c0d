using Samantha.Training.Continual.Learners;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samantha.Training.Continual.Strategies;

/// <summary>
/// Adversarial training of texts (Miyato, Dai and Goodfellow 2017, equations 3 to 5): the embeddings are moved by ε along
/// their gradient, whatever its length, the loss is taken once more there, and its gradients are added.
/// </summary>
/// <param name="embeddings">The tables that texts are looked up in.</param>
/// <param name="size">ε, the length of the move over all tables together.</param>
internal sealed class AdversarialPerturbation(IReadOnlyList<Parameter> embeddings, double size)
{
    /// <summary>Moves the embeddings along their gradients, does something, and puts them back.</summary>
    public void Attack(Action attacked)
    {
        var norm = Math.Sqrt(ParameterGradients.SquaredNorm(embeddings));
        if (norm == 0)
            return;
        using var before = new ParameterCopy(embeddings);
        ParameterCopy.Move(embeddings, size / norm);
        try
        {
            attacked();
        }
        finally
        {
            before.Restore();
        }
    }
}
