using Samantha.Grains.Models;

namespace Samantha.Grains.Training;

/// <summary>A version made again.</summary>
/// <param name="Folder">Where it lies.</param>
/// <param name="Manifest">What the stored version says of itself.</param>
/// <param name="Differing">The names of files whose bytes are others than its; none where it is the same.</param>
public sealed record RebuiltVersion(string Folder, ModelManifest Manifest, IReadOnlyList<string> Differing);
