namespace Orleans.Runtime;

/// <summary>Keeps async locals from flowing into what is started meanwhile.</summary>
internal static class Flow
{
    public static Suppression Suppress() => new(ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow());

    public readonly struct Suppression(AsyncFlowControl? flow) : IDisposable
    {
        public void Dispose() => flow?.Undo();
    }
}
