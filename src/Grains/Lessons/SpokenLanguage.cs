using Samantha.Contracts.Models;
using Samantha.Grains.Models;
using Samantha.Training.Lessons;

namespace Samantha.Grains.Lessons;

/// <summary>The language of the model that is served. Anchors pass from version to version, so any of them says the same.</summary>
internal static class SpokenLanguage
{
    /// <summary>The language; null while no version is there, or where it has no anchors to tell by.</summary>
    public static async Task<LanguageModel?> Of(IModelRegistryGrain registry, IModelStore store)
    {
        if (await registry.Current() is not { } version)
            return null;
        var folder = await store.Locate(version);
        return File.Exists(Path.Combine(folder, AnchorFile.FileName)) ? await Task.Run(() => LanguageModel.Of(AnchorFile.Read(folder))) : null;
    }
}
