using static TorchSharp.torch;

namespace Samantha.Training.Lessons.Neurons;

/// <summary>
/// Where neurons fire: the plane that is nearest to +1 at a neuron's own places, to -1 where other tokens are to be said, to 0 where
/// the same answer would be given to another question, and to -2 on general text, in squares. Over the second moment of general text, which is in closed form what keys are to edits of
/// weights (Meng et al. 2023, equation 14); and again in a few rounds with the places that lie near or on the wrong side, each
/// of which counts from then on, as examples near the margin do.
/// </summary>
/// <remarks>
/// General text is held farther away because so much more of it is never seen here: a neuron that fires at one token in ten
/// thousand costs more than all that it was added for.
/// </remarks>
internal static class NeuronGate
{
    private const int Rounds = 8;

    /// <summary>What counts from the next round on, and how much; of one kind as much as <see cref="MostWeight"/> together.</summary>
    private const double MostWeight = 6;

    private static readonly Side Own = new(1, 0.8, 1);
    private static readonly Side Other = new(-1, -0.4, 0.5);
    private static readonly Side Near = new(0, 0.3, 0.3);
    private static readonly Side General = new(-2, -1.1, 0.1);

    /// <summary>Fits gates.</summary>
    /// <param name="own">What is read at each neuron's own places, [places, hidden].</param>
    /// <param name="others">What is read where other tokens are to be said than each neuron's, [places, hidden], perhaps of no place.</param>
    /// <param name="near">What is read at each neuron's place of its answer after questions near its own, [places, hidden], perhaps of no place.</param>
    /// <param name="general">What is read on general text.</param>
    /// <returns>[neurons, hidden].</returns>
    public static Tensor Fit(IReadOnlyList<Tensor> own, IReadOnlyList<Tensor> others, IReadOnlyList<Tensor> near, GeneralInputs general)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        // In double precision: what counts more often than once makes the moments too steep for single.
        var moments = stack([.. own.Select(rows => general.Moment.add(Moment(rows).div((double)rows.shape[0])))]).to(ScalarType.Float64);
        var sums = stack([.. own.Select(rows => rows.mean([0]).add(general.Mean.mul(General.Target)))]).to(ScalarType.Float64);
        var gates = Solve();
        for (var round = 1; round < Rounds; round++)
        {
            using var pass = NewDisposeScope();
            var planes = general.Rows.matmul(gates.t());
            var counts = false;
            for (var neuron = 0; neuron < own.Count; neuron++)
            {
                var gate = gates[neuron];
                counts |= Weigh(neuron, Own, own[neuron], own[neuron].matmul(gate).lt(Own.Edge));
                counts |= Weigh(neuron, Other, others[neuron], others[neuron].matmul(gate).gt(Other.Edge));
                counts |= Weigh(neuron, Near, near[neuron], near[neuron].matmul(gate).gt(Near.Edge));
                counts |= Weigh(neuron, General, general.Rows, planes.select(1, neuron).gt(General.Edge));
            }

            if (!counts)
                break;
            gates = Solve().MoveToOuterDisposeScope();
        }

        return gates.MoveToOuterDisposeScope();

        Tensor Solve() => cholesky_solve(sums.unsqueeze(2), linalg.cholesky(moments)).squeeze(2).to(ScalarType.Float32);

        bool Weigh(int neuron, Side side, Tensor rows, Tensor which)
        {
            var places = which.nonzero().view(-1);
            if (places.shape[0] == 0)
                return false;
            var chosen = rows.index_select(0, places);
            var weight = Math.Min(side.Weight, MostWeight / places.shape[0]);
            moments[neuron].add_(Moment(chosen).mul(weight));
            sums[neuron].add_(chosen.sum([0]).mul(weight * side.Target));
            return true;
        }
    }

    private static Tensor Moment(Tensor rows) => rows.t().matmul(rows);

    /// <summary>Places of a kind.</summary>
    /// <param name="Target">What the plane is to be there.</param>
    /// <param name="Edge">A place on the wrong side of this counts.</param>
    /// <param name="Weight">How much each of them does; all general text counts one.</param>
    private sealed record Side(double Target, double Edge, double Weight);
}
