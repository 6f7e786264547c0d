using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Samantha.Modeling.Decoders;
using static TorchSharp.torch;

namespace Samantha.Training.Lessons;

/// <summary>
/// A decoder up to its last feed-forward layer. Neurons change that layer alone, so what stands before it is the same for all
/// versions of a line that differ in neurons: it is read once for all of them.
/// </summary>
/// <remarks>
/// Each text is read alone. The last bits of a product's row may depend on the rows that it is computed with, and what was read
/// in an earlier session must be what a rebuild reads in a later one.
/// </remarks>
/// <param name="model">The decoder, in evaluation mode.</param>
/// <param name="memory">Keeps what was read.</param>
/// <param name="pace">Asked before each pass.</param>
internal sealed class FrozenPart(DecoderModel model, LessonMemory memory, ITrainingPace? pace)
{
    private readonly Lazy<string> digest = new(() => DigestOf(model));

    /// <summary>What stands before the last feed-forward layer where a text's tokens are to be said, [tokens, hidden].</summary>
    /// <param name="ids">The text.</param>
    /// <param name="first">The first token that is to be said, from 1.</param>
    /// <param name="cancellationToken">Stops before a pass.</param>
    public Tensor Before(int[] ids, int first, CancellationToken cancellationToken) => memory.Middle(
        $"{digest.Value} {first.ToString(CultureInfo.InvariantCulture)} {Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<int>(ids)))}",
        () =>
        {
            pace.BeginStep(cancellationToken);
            using var ungraded = no_grad();
            using var scope = NewDisposeScope();
            // The last token is only ever said.
            var read = model.Middle(tensor(Array.ConvertAll(ids[..^1], id => (long)id), [1, ids.Length - 1], device: model.Device));
            return read[0].narrow(0, first - 1, ids.Length - first).clone().MoveToOuterDisposeScope();
        });

    /// <summary>The same of the answers of examples, one after another.</summary>
    public Tensor Before(IEnumerable<LessonExample> examples, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        return cat([.. examples.Select(example => Before(example.Ids, example.AnswerStart, cancellationToken))], 0).MoveToOuterDisposeScope();
    }

    private static string DigestOf(DecoderModel model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes((model.Config with { IntermediateSize = 1 }).ToString()));
        var last = $"model.layers.{model.Config.Layers - 1}.mlp.";
        foreach (var weight in model.Weights().Where(weight => !weight.Name.StartsWith(last, StringComparison.Ordinal)))
        {
            using var scope = NewDisposeScope();
            hash.AppendData(Encoding.UTF8.GetBytes($"{weight.Name} {string.Join(',', weight.Shape)} "));
            hash.AppendData(weight.Value().detach().cpu().contiguous().bytes);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
