using System.Threading.Channels;
using Samantha.Inference;

namespace Samantha.Grains.Training;

/// <summary>
/// A session's training on a thread of its own, below the threads that serve. Progress that no one has taken yet is
/// kept: each step is small and there are not many.
/// </summary>
internal sealed class TrainingRun
{
    private const string ThreadName = "trainer";

    private readonly Channel<TrainingProgress> _progress = Channel.CreateUnbounded<TrainingProgress>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    public TrainingRun(ICandidateTrainer trainer, TrainingJob job, CancellationToken cancellationToken) =>
        Completion = LowPriorityThread.RunAsync(ThreadName, Niceness.Learning, () =>
        {
            try
            {
                return trainer.Train(job, progress => _progress.Writer.TryWrite(progress), cancellationToken);
            }
            finally
            {
                _progress.Writer.TryComplete();
            }
        });

    /// <summary>Lets a trainer prepare for a line on such a thread.</summary>
    public static Task Prepare(ICandidateTrainer trainer, string rootFolder, CancellationToken cancellationToken) =>
        LowPriorityThread.RunAsync(ThreadName, Niceness.Learning, () =>
        {
            trainer.Prepare(rootFolder, cancellationToken);
            return true;
        });

    public IAsyncEnumerable<TrainingProgress> Progress => _progress.Reader.ReadAllAsync(CancellationToken.None);

    public Task<TrainedCandidate> Completion { get; }
}
