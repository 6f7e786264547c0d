using Samantha.Training.Data;
using static TorchSharp.torch;

namespace Samantha.Training.Runs;

/// <summary>
/// The gradient of a step's batches, spread over threads that each take whole batches. One thread inside a matrix product
/// and several products at once beats several threads inside each product, which wait for each other at every layer.
/// </summary>
/// <remarks>
/// The sums are taken in a fixed order, so a number of threads always gives the same bits; another number may give others.
/// </remarks>
/// <param name="objective">Its weights are read by all threads; its parameters get the gradients.</param>
/// <param name="threads">How many batches are in work at once, at least 1.</param>
internal sealed class DataParallel(IObjective objective, int threads)
{
    /// <summary>Sets every parameter's gradient to that of the mean loss over all labels.</summary>
    /// <returns>That loss, in nats.</returns>
    public double Differentiate(IReadOnlyList<TokenBatch> batches)
    {
        var parameters = objective.Parameters;
        var predicted = batches.Sum(batch => batch.Predicted);
        var shares = new Share[Math.Min(threads, batches.Count)];
        if (shares.Length == 1)
            shares[0] = Differentiate(batches, 0, 1, predicted);
        else
            Parallel.For(0, shares.Length, new ParallelOptions { MaxDegreeOfParallelism = shares.Length },
                at => shares[at] = Differentiate(batches, at, shares.Length, predicted));

        using var ungraded = no_grad();
        for (var i = 0; i < parameters.Count; i++)
        {
            foreach (var other in shares.Skip(1))
            {
                shares[0].Gradients[i].add_(other.Gradients[i]);
                other.Gradients[i].Dispose();
            }

            parameters[i].grad = shares[0].Gradients[i];
            shares[0].Gradients[i].Dispose();
        }

        return shares.Sum(share => share.Loss);
    }

    // Every stride-th batch from the first.
    private Share Differentiate(IReadOnlyList<TokenBatch> batches, int first, int stride, int predicted)
    {
        using var scope = NewDisposeScope();
        IList<Tensor>? sums = null;
        var total = 0.0;
        for (var at = first; at < batches.Count; at += stride)
        {
            using var step = NewDisposeScope();
            var loss = objective.Loss(batches[at]).mul(1.0 / predicted);
            var gradients = autograd.grad([loss], [.. objective.Parameters]);
            total += loss.item<float>();
            if (sums is null)
            {
                sums = [.. gradients.Select(gradient => gradient.MoveToOuterDisposeScope())];
                continue;
            }

            using var ungraded = no_grad();
            for (var i = 0; i < sums.Count; i++)
                sums[i].add_(gradients[i]);
        }

        return new Share(total, [.. sums!.Select(sum => sum.DetachFromDisposeScope())]);
    }

    private readonly record struct Share(double Loss, IReadOnlyList<Tensor> Gradients);
}
