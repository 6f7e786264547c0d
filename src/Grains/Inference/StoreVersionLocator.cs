using Samantha.Contracts.Problems;
using Samantha.Grains.Models;
using Samantha.Inference;

namespace Samantha.Grains.Inference;

/// <summary>Finds the engine's versions in the model store.</summary>
internal sealed class StoreVersionLocator(IModelStore store) : IVersionLocator
{
    public async ValueTask<string> LocateAsync(string version, CancellationToken cancellationToken)
    {
        try
        {
            return await store.Locate(version, cancellationToken);
        }
        catch (UnknownVersionException error)
        {
            throw new VersionNotFoundException(error.Message, error);
        }
    }
}
