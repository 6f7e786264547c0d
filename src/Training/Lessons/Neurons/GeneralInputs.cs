using Samantha.Modeling.Decoders;
using static TorchSharp.torch;

namespace Samantha.Training.Lessons.Neurons;

/// <summary>What the last feed-forward layer reads on text that a model should go on saying the same of.</summary>
internal sealed class GeneralInputs
{
    /// <summary>Added to the second moment, as a share of its mean diagonal: no direction counts for nothing.</summary>
    private const double Ridge = 0.003;

    /// <param name="rows">What it reads, [tokens, hidden]; taken over.</param>
    public GeneralInputs(Tensor rows)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        Rows = rows.DetachFromDisposeScope();
        Mean = rows.mean([0]).DetachFromDisposeScope();
        var moment = rows.t().matmul(rows).div((double)rows.shape[0]);
        Moment = moment.add(eye(rows.shape[1], device: rows.device).mul(moment.diagonal().mean().mul(Ridge))).DetachFromDisposeScope();
    }

    /// <summary>Reads texts.</summary>
    public static GeneralInputs Read(DecoderModel model, IEnumerable<int[]> texts, ITrainingPace? pace, CancellationToken cancellationToken)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        var rows = new List<Tensor>();
        foreach (var ids in texts)
        {
            pace.BeginStep(cancellationToken);
            using var pass = NewDisposeScope();
            var middle = model.Middle(tensor(Array.ConvertAll(ids, id => (long)id), [1, ids.Length], device: model.Device));
            rows.Add(model.LastRead(middle)[0].MoveToOuterDisposeScope());
        }

        return new GeneralInputs(cat([.. rows], 0));
    }

    /// <summary>[tokens, hidden].</summary>
    public Tensor Rows { get; }

    /// <summary>Their mean, [hidden].</summary>
    public Tensor Mean { get; }

    /// <summary>Their second moment with the ridge, [hidden, hidden].</summary>
    public Tensor Moment { get; }
}
