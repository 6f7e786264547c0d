using Samantha.Grains.Training;

namespace Samantha.Grains.Measurement;

/// <summary>Computes on a thread of its own, below the threads that serve.</summary>
internal static class LowPriority
{
    public static Task<T> Run<T>(Func<T> compute)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            ThreadNiceness.GiveWay(ThreadNiceness.Background);
            try
            {
                completion.TrySetResult(compute());
            }
            catch (OperationCanceledException)
            {
                completion.TrySetCanceled();
            }
            catch (Exception error)
            {
                completion.TrySetException(error);
            }
        })
        {
            IsBackground = true,
            Name = "measurement",
            Priority = ThreadPriority.BelowNormal,
        };
        thread.Start();
        return completion.Task;
    }
}
