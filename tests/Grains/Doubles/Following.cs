using Samantha.Contracts.Training;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>Waits for the trainer by what it tells.</summary>
internal static class Following
{
    /// <summary>Completes when the trainer tells a status that is awaited.</summary>
    /// <exception cref="TimeoutException">It told others only.</exception>
    public static async Task Follow(this SamanthaCluster cluster, Func<TrainingStatus, bool> awaited)
    {
        var observer = new Observer(awaited);
        await cluster.Trainer.Subscribe(cluster.Observer<ITrainingObserver>(observer));
        // It may be so already.
        await observer.Changed(await cluster.Trainer.Status());
        try
        {
            await observer.Seen.WaitAsync(Waiting.Patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            var sessions = (await cluster.Trainer.Sessions()).Select(session => $"{session.Outcome}: {session.Reason}");
            throw new TimeoutException($"The trainer tells {await cluster.Trainer.Status()}; its sessions: {string.Join("; ", sessions)}");
        }

        GC.KeepAlive(observer);
    }

    private sealed class Observer(Func<TrainingStatus, bool> awaited) : ITrainingObserver
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => _seen.Task;

        public Task Changed(TrainingStatus status)
        {
            if (awaited(status))
                _seen.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
