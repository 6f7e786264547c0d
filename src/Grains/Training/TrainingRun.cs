using System.Threading.Channels;

namespace Samantha.Grains.Training;

/// <summary>
/// A session's training on a thread of its own, below the threads that serve. Progress that no one has taken yet is
/// kept: each step is small and there are not many.
/// </summary>
internal sealed class TrainingRun
{
    private readonly Channel<TrainingProgress> _progress = Channel.CreateUnbounded<TrainingProgress>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly TaskCompletionSource<TrainedCandidate> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TrainingRun(ICandidateTrainer trainer, TrainingJob job, CancellationToken cancellationToken) => Start(() => Train(trainer, job, cancellationToken));

    /// <summary>Lets a trainer prepare for a line on such a thread.</summary>
    public static Task Prepare(ICandidateTrainer trainer, string rootFolder, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Start(() =>
        {
            try
            {
                trainer.Prepare(rootFolder, cancellationToken);
                done.TrySetResult();
            }
            catch (Exception error)
            {
                done.TrySetException(error);
            }
        });
        return done.Task;
    }

    public IAsyncEnumerable<TrainingProgress> Progress => _progress.Reader.ReadAllAsync(CancellationToken.None);

    public Task<TrainedCandidate> Completion => _completion.Task;

    private static void Start(Action work)
    {
        var thread = new Thread(() =>
        {
            ThreadNiceness.GiveWay(ThreadNiceness.Learning);
            work();
        })
        {
            IsBackground = true,
            Name = "trainer",
            Priority = ThreadPriority.BelowNormal,
        };
        thread.Start();
    }

    private void Train(ICandidateTrainer trainer, TrainingJob job, CancellationToken cancellationToken)
    {
        try
        {
            var candidate = trainer.Train(job, progress => _progress.Writer.TryWrite(progress), cancellationToken);
            _progress.Writer.TryComplete();
            _completion.TrySetResult(candidate);
        }
        catch (OperationCanceledException)
        {
            _progress.Writer.TryComplete();
            _completion.TrySetCanceled();
        }
        catch (Exception error)
        {
            _progress.Writer.TryComplete();
            _completion.TrySetException(error);
        }
    }
}
