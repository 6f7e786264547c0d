using static TorchSharp.torch;

namespace Samantha.Modeling.Decoders;

/// <summary>
/// Models that compute the same with feed-forward layers of other widths: units of which nothing is added to the stream may
/// come and go. A folder has one width for all blocks, as the Llama family has it; what serves may have one for each.
/// </summary>
internal static class FeedForwardWidth
{
    /// <summary>Widths are multiples of this: products of whole vectors are the quickest.</summary>
    public const int Multiple = 16;

    /// <summary>How many units a block has before those at its end that add nothing.</summary>
    public static int Used(DecoderModel model, int block)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        var down = model.Blocks.ElementAt(block).FeedForwardProjections.Down.Matrix;
        var adding = down.abs().amax([0]).gt(0).nonzero();
        return adding.shape[0] == 0 ? 0 : (int)adding.max().item<long>() + 1;
    }

    /// <summary>The same model with another width: units at the end are dropped, or come and add nothing.</summary>
    /// <param name="model">The model; it is not changed.</param>
    /// <param name="width">Of all blocks.</param>
    public static DecoderModel Resized(DecoderModel model, int width) =>
        Copied(model, new DecoderModel(model.Config with { IntermediateSize = width }, model.Device));

    /// <summary>The same model without the units at the ends of its blocks that add nothing, for serving; or the model itself, if it has none.</summary>
    /// <param name="model">The model; disposed if another is returned.</param>
    public static DecoderModel Compact(DecoderModel model)
    {
        int[] widths = [.. Enumerable.Range(0, model.Config.Layers)
            .Select(block => Math.Clamp((Used(model, block) + Multiple - 1) / Multiple * Multiple, 1, model.Config.IntermediateSize))];
        if (widths.All(width => width == model.Config.IntermediateSize))
            return model;
        using (model)
            return Copied(model, new DecoderModel(model.Config, model.Device, widths));
    }

    private static DecoderModel Copied(DecoderModel from, DecoderModel to)
    {
        using var ungraded = no_grad();
        foreach (var (own, other) in to.parameters().Zip(from.parameters()))
            Copy(other, own);
        to.ProductType = from.ProductType;
        to.train(from.training);
        return to;
    }

    // Of gate and up, which lie one below the other, both halves; of down the columns.
    private static void Copy(Tensor from, Tensor to)
    {
        using var scope = NewDisposeScope();
        if (from.shape.SequenceEqual(to.shape))
        {
            to.copy_(from);
            return;
        }

        to.zero_();
        if (from.shape[0] == to.shape[0])
        {
            var columns = Math.Min(from.shape[1], to.shape[1]);
            to.narrow(1, 0, columns).copy_(from.narrow(1, 0, columns));
            return;
        }

        var (before, after) = (from.shape[0] / 2, to.shape[0] / 2);
        var rows = Math.Min(before, after);
        to.narrow(0, 0, rows).copy_(from.narrow(0, 0, rows));
        to.narrow(0, after, rows).copy_(from.narrow(0, before, rows));
    }
}
