namespace Samantha.Silo.Tests.Storage;

/// <summary>What every engine promises: a class of tests that a class for each engine inherits.</summary>
public abstract class StorageContract : IAsyncLifetime
{
    private StorageUnderTest? _storage;

    private protected StorageUnderTest Storage => _storage!;

    public async ValueTask InitializeAsync() => _storage = await Open();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_storage is not null)
            await _storage.DisposeAsync();
    }

    private protected abstract Task<StorageUnderTest> Open();
}
