using Orleans.Runtime.MembershipService;

namespace Samantha.Orleans.Tests.StandIn.Clustering;

internal enum TableFault
{
    None,

    /// <summary>Requests do not arrive.</summary>
    Unreachable,

    /// <summary>Requests are done, but their answers do not arrive.</summary>
    AnswersLost,

    /// <summary>The answers to writes do not arrive.</summary>
    WriteAnswersLost,

    /// <summary>Requests wait on their way until they are let go.</summary>
    Slow,

    /// <summary>Answers wait on their way until they are let go.</summary>
    AnswersSlow,
}

/// <summary>One silo's way to the table, with faults.</summary>
internal sealed class FaultyTable(IClusterTable table) : IClusterTable
{
    private TaskCompletionSource _open = new();

    public TableFault Fault { get; set; }

    public void LetGo()
    {
        Fault = TableFault.None;
        Interlocked.Exchange(ref _open, new()).SetResult();
    }

    public Task InitializeAsync(CancellationToken cancellationToken) => table.InitializeAsync(cancellationToken);

    public Task<ClusterState> ReadAsync(CancellationToken cancellationToken) => CallAsync(() => table.ReadAsync(cancellationToken));

    public Task<LeaseRenewal> RenewAsync(SiloAddress silo, TimeSpan lease, int load, CancellationToken cancellationToken) =>
        CallAsync(() => table.RenewAsync(silo, lease, load, cancellationToken));

    public Task<bool> TryWriteAsync(ClusterState current, ClusterState next, SiloAddress writer, TimeSpan lease, CancellationToken cancellationToken) =>
        CallAsync(() => table.TryWriteAsync(current, next, writer, lease, cancellationToken), isWrite: true);

    private async Task<T> CallAsync<T>(Func<Task<T>> call, bool isWrite = false)
    {
        var fault = Fault;
        if (fault == TableFault.Unreachable)
            throw new IOException("The table is not reached.");

        if (fault == TableFault.Slow)
            await _open.Task;

        var result = await call();
        if (fault == TableFault.AnswersLost || (isWrite && fault == TableFault.WriteAnswersLost))
            throw new IOException("The table's answer was lost.");

        if (fault == TableFault.AnswersSlow)
            await _open.Task;

        return result;
    }
}
