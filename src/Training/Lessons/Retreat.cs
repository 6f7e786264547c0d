using Samantha.Modeling.Decoders;
using TorchSharp;
using static TorchSharp.torch;

namespace Samantha.Training.Lessons;

/// <summary>
/// Goes back from a trained model towards its parent, in a straight line between their weights, as far as the lessons stay
/// learned (Wortsman et al. 2022, WiSE-FT): what the lessons do not need is not changed.
/// </summary>
internal static class Retreat
{
    /// <summary>How often the way is halved.</summary>
    private const int Halvings = 3;

    /// <summary>The shortest way worth trying: nearer the parent nothing new is left.</summary>
    private const double Least = 0.3;

    /// <summary>Sets the model to the point nearest its parent at which it still has learned.</summary>
    /// <param name="model">The trained model; its own weights hold all that it learned.</param>
    /// <param name="parent">Its parent.</param>
    /// <param name="isLearned">Whether the model, as it is now, has learned.</param>
    /// <returns>How much of the way from the parent is kept, in (0, 1].</returns>
    public static double Run(DecoderModel model, DecoderModel parent, Func<bool> isLearned)
    {
        using var ungraded = no_grad();
        var weights = model.parameters().Zip(parent.parameters(), (own, from) => (Own: own, From: from, Whole: own.detach().clone())).ToList();
        try
        {
            if (!isLearned())
                return 1.0;
            var (lost, kept) = (Least, 1.0);
            for (var i = 0; i < Halvings; i++)
            {
                var share = (lost + kept) / 2.0;
                Set(share);
                if (isLearned())
                    kept = share;
                else
                    lost = share;
            }

            Set(kept);
            return kept;
        }
        finally
        {
            weights.ForEach(weight => weight.Whole.Dispose());
        }

        void Set(double share)
        {
            using var scope = NewDisposeScope();
            foreach (var (own, from, whole) in weights)
                own.copy_(share == 1.0 ? whole : from.lerp(whole, tensor((float)share, device: whole.device)));
        }
    }
}
