namespace Orleans;

/// <summary>Extensions of tasks.</summary>
public static class PublicOrleansTaskExtensions
{
    /// <summary>Observes a task's error, so that it is not reported as unobserved.</summary>
    public static void Ignore(this Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (task.IsCompleted)
            _ = task.Exception;
        else
            task.ContinueWith(static completed => _ = completed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
