using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>
/// Runs an activation's work on the thread pool, one item at a time, in order. While an item runs it is the current
/// <see cref="TaskScheduler"/>, so that what follows an await comes back here.
/// </summary>
/// <remarks>
/// The inbox is a stack of items that producers push with one compare-and-swap and that the one consumer takes whole
/// and reverses. <see cref="Idle"/> at its head says that no consumer is scheduled: whoever replaces it schedules one.
/// </remarks>
internal sealed class ActivationScheduler : TaskScheduler, IThreadPoolWorkItem, IWorkItemScheduler
{
    // One activation with much work must not keep a thread from the others.
    private const long QuantumMilliseconds = 100;

    // A thread takes the newest of its own work first: two activations that call each other would keep it from the rest
    // of its work for ever. Now and then one goes to the end of the queue that all threads share.
    private const int LocalTurns = 32;

    [ThreadStatic]
    private static int t_turns;

    private static readonly WorkItem Idle = new ActionWorkItem(static () => { });
    private static readonly Action<object?> DrainAction = static state => ((ActivationScheduler)state!).Drain();

    // The thread pool calls without any async locals, and all contexts without any are the same.
    private static ExecutionContext? s_cleanContext;

    private readonly IGrainContext _context;
    private readonly ILogger _logger;
    private WorkItem? _inbox = Idle;
    private WorkItem? _taken;

    public ActivationScheduler(IGrainContext context, ILogger logger)
    {
        _context = context;
        _logger = logger;
    }

    public override int MaximumConcurrencyLevel => 1;

    public void Enqueue(WorkItem item)
    {
        var head = Volatile.Read(ref _inbox);
        while (true)
        {
            item.Next = ReferenceEquals(head, Idle) ? null : head;
            var seen = Interlocked.CompareExchange(ref _inbox, item, head);
            if (ReferenceEquals(seen, head))
                break;

            head = seen;
        }

        if (ReferenceEquals(head, Idle))
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: ++t_turns % LocalTurns != 0);
    }

    /// <summary>Forgets the async locals of what ran before on this thread.</summary>
    public static void RestoreCleanContext()
    {
        if (s_cleanContext is { } clean)
            ExecutionContext.Restore(clean);
    }

    public void QueueAction(Action action) => Enqueue(new ActionWorkItem(action));

    public void Run(Task task) => TryExecuteTask(task);

    void IThreadPoolWorkItem.Execute()
    {
        // Messages run inside a task of this scheduler, as continuations do: it is what makes the scheduler current.
        RuntimeContext.Current = _context;
        new Task(DrainAction, this).RunSynchronously(this);
        RuntimeContext.Current = null;
    }

    void IWorkItemScheduler.QueueTask(Task task) => task.Start(this);

    protected override void QueueTask(Task task) => Enqueue(TaskWorkItem.Rent(this, task));

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        ReferenceEquals(RuntimeContext.Current, _context) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private void Drain()
    {
        s_cleanContext ??= ExecutionContext.Capture();
        var start = Environment.TickCount64;
        while (TakeNext() is { } item)
        {
            try
            {
                item.Execute();
            }
            catch (Exception exception)
            {
                _logger.LogError(exception, "Unhandled error in work of {Grain}", _context.GrainId);
            }

            RestoreCleanContext();
            if (Environment.TickCount64 - start > QuantumMilliseconds)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }
        }
    }

    private WorkItem? TakeNext()
    {
        if (_taken is null && !TryTakeInbox())
            return null;

        var item = _taken!;
        _taken = item.Next;
        item.Next = null;
        return item;
    }

    private bool TryTakeInbox()
    {
        // An empty inbox is left with the mark, in one step: an item that comes first is seen here.
        if (ReferenceEquals(Interlocked.CompareExchange(ref _inbox, Idle, null), null))
            return false;

        WorkItem? reversed = null;
        for (var item = Interlocked.Exchange(ref _inbox, null); item is not null;)
        {
            var next = item.Next;
            item.Next = reversed;
            reversed = item;
            item = next;
        }

        _taken = reversed;
        return true;
    }
}
