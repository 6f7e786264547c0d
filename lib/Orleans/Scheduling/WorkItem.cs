namespace Orleans.Runtime;

/// <summary>Work in an activation's inbox; the inbox is a list through the items themselves.</summary>
internal abstract class WorkItem
{
    public WorkItem? Next { get; set; }

    /// <summary>Runs on the activation's scheduler. It must not throw.</summary>
    public abstract void Execute();
}

/// <summary>A task of the activation's: mostly the rest of a method after an await.</summary>
internal sealed class TaskWorkItem : WorkItem
{
    private ActivationScheduler? _scheduler;
    private Task? _task;

    public static TaskWorkItem Rent(ActivationScheduler scheduler, Task task)
    {
        var item = Serialization.Invocation.ThreadLocalPool<TaskWorkItem>.Rent() ?? new TaskWorkItem();
        item._scheduler = scheduler;
        item._task = task;
        return item;
    }

    public override void Execute()
    {
        var (scheduler, task) = (_scheduler!, _task!);
        _scheduler = null;
        _task = null;
        Serialization.Invocation.ThreadLocalPool<TaskWorkItem>.Return(this);
        scheduler.Run(task);
    }
}

/// <summary>A function to be run on the activation.</summary>
internal sealed class ActionWorkItem(Action action) : WorkItem
{
    public override void Execute() => action();
}
