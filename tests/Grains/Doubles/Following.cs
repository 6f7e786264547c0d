using Samantha.Contracts.Training;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>Waits for the trainer by what it tells.</summary>
internal static class Following
{
    /// <summary>Completes when the trainer tells a status that is awaited.</summary>
    public static async Task Follow(this SamanthaCluster cluster, Func<TrainingStatus, bool> awaited)
    {
        var observer = new Observer(awaited);
        await cluster.Trainer.Subscribe(cluster.Observer<ITrainingObserver>(observer));
        // It may be so already.
        await observer.Changed(await cluster.Trainer.Status());
        await observer.Seen.WaitAsync(TestContext.Current.CancellationToken);
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
