using Orleans.Runtime;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>A grain's state without a grain, over a shared cell that stands for what is stored.</summary>
internal sealed class FakePersistentState<T>(FakePersistentState<T>.Cell cell) : IPersistentState<T> where T : class, new()
{
    public T State { get; set; } = cell.Stored ?? new T();

    public string? Etag { get; private set; } = cell.Version == 0 ? null : cell.Version.ToString();

    public bool RecordExists { get; private set; } = cell.Stored is not null;

    public Task ReadStateAsync()
    {
        State = cell.Stored ?? new T();
        Etag = cell.Version.ToString();
        RecordExists = cell.Stored is not null;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync()
    {
        if (cell.Fails)
            throw new IOException("The test's disk failed.");
        cell.Stored = cell.Copy(State);
        Etag = (++cell.Version).ToString();
        RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync()
    {
        cell.Stored = null;
        cell.Version++;
        State = new T();
        RecordExists = false;
        return Task.CompletedTask;
    }

    public Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();

    public Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    public Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

    internal sealed class Cell(Func<T, T> copy)
    {
        public Func<T, T> Copy { get; } = copy;

        public T? Stored { get; set; }

        public int Version { get; set; }

        public bool Fails { get; set; }
    }
}
