using Samantha.Modeling.Decoders;
using Samantha.Modeling.Layers;
using static TorchSharp.torch;

namespace Samantha.Modeling.Lora;

/// <summary>Puts an adapter on each of a decoder's matrices that are named.</summary>
internal static class AdaptedMatrices
{
    /// <param name="model">The decoder.</param>
    /// <param name="targets">Ends of the names of the matrices, or whole paths.</param>
    /// <param name="create">Makes the adapter of a matrix.</param>
    /// <exception cref="ArgumentException">The decoder has none of the matrices.</exception>
    /// <exception cref="InvalidOperationException">One of them carries an adapter already.</exception>
    public static IReadOnlyList<TAdapter> Attach<TAdapter>(DecoderModel model, IReadOnlyList<string> targets, Func<string, Projection, ProjectionPart, TAdapter> create)
        where TAdapter : MatrixAdapter
    {
        var adapters = new List<TAdapter>();
        try
        {
            foreach (var (path, projection) in model.Projections)
            {
                foreach (var part in projection.Parts.Where(part => targets.Any(target => Names(target, $"{path}.{part.Name}"))))
                {
                    var adapter = create($"{path}.{part.Name}", projection, part);
                    adapters.Add(adapter);
                    adapter.Attach();
                }
            }

            return adapters.Count > 0 ? adapters : throw new ArgumentException($"The model has none of the matrices {string.Join(", ", targets)}.", nameof(targets));
        }
        catch
        {
            adapters.ForEach(adapter => adapter.Dispose());
            throw;
        }
    }

    private static bool Names(string target, string path) => path == target || path.EndsWith("." + target, StringComparison.Ordinal);
}
