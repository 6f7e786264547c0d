namespace Samantha.Silo.Storage.Sqlite;

/// <summary>A write that waits for its place in a transaction.</summary>
internal abstract class SqliteWrite
{
    /// <summary>Does the write inside the open transaction. What it throws is its own refusal.</summary>
    public abstract void Run(SqliteSession session);

    /// <summary>The transaction is durable.</summary>
    public abstract void Commit();

    /// <summary>Nothing of the write happened.</summary>
    public abstract void Fail(Exception error);
}

/// <inheritdoc/>
internal sealed class SqliteWrite<T>(Func<SqliteSession, T> write) : SqliteWrite
{
    // Whoever waits goes on elsewhere: the writer's thread only writes.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _completion.Task;

    public override void Run(SqliteSession session) => _result = write(session);

    public override void Commit() => _completion.TrySetResult(_result!);

    public override void Fail(Exception error) => _completion.TrySetException(error);
}
