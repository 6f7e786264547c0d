using static TorchSharp.torch;

namespace Samantha.Training.Lessons.Neurons;

/// <summary>
/// Where a neuron fires: the plane that is nearest to +1 at its own places and to -1 at all others, in squares. Over the second
/// moment of general text, which is in closed form what keys are to edits of weights (Meng et al. 2023, equation 14); and again
/// in a few rounds with the places that lie on the wrong side, each of which counts then, as examples near the margin do.
/// </summary>
/// <remarks>In so many dimensions a random text lies at about -1 ± 0.1, so that nothing general is near.</remarks>
internal static class NeuronGate
{
    private const int Rounds = 4;

    /// <summary>Below this a place is one of the others, above <see cref="Own"/> one of its own.</summary>
    private const double Other = -0.4;

    private const double Own = 0.6;
    private const double MostOwnWeight = 0.2;
    private const double MostOtherWeight = 0.05;

    /// <summary>Fits a gate.</summary>
    /// <param name="own">What is read at its own places, [places, hidden].</param>
    /// <param name="others">What is read where other tokens are to be said, [places, hidden] each.</param>
    /// <param name="general">What is read on general text.</param>
    /// <returns>[hidden].</returns>
    public static Tensor Fit(Tensor own, IReadOnlyList<Tensor> others, GeneralInputs general)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        var moment = general.Moment.add(own.t().matmul(own).div((double)own.shape[0]));
        var sum = own.mean([0]).sub(general.Mean);
        var gate = Solve();
        for (var round = 1; round < Rounds; round++)
        {
            var weak = Chosen(own, own.matmul(gate).lt(Own));
            var strong = others.Append(general.Rows).Select(rows => Chosen(rows, rows.matmul(gate).gt(Other))).OfType<Tensor>().ToList();
            if (weak is null && strong.Count == 0)
                break;
            Weigh(weak, MostOwnWeight, 1);
            Weigh(strong.Count == 0 ? null : cat([.. strong], 0), MostOtherWeight, -1);
            gate = Solve();
        }

        return gate.MoveToOuterDisposeScope();

        Tensor Solve() => cholesky_solve(sum.unsqueeze(1), linalg.cholesky(moment)).view(-1);

        void Weigh(Tensor? rows, double most, double side)
        {
            if (rows is null)
                return;
            var weight = Math.Min(most, 1.0 / rows.shape[0]);
            moment = moment.add(rows.t().matmul(rows).mul(weight));
            sum = sum.add(rows.mean([0]).mul(side * weight * rows.shape[0]));
        }
    }

    private static Tensor? Chosen(Tensor rows, Tensor which)
    {
        var found = which.nonzero().view(-1);
        return found.shape[0] == 0 ? null : rows.index_select(0, found);
    }
}
