using Microsoft.Extensions.Logging;
using Orleans;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Contracts.Training;
using Samantha.Grains.Interactions;
using Samantha.Grains.Lessons;

namespace Samantha.Grains.Training;

/// <summary>Forgets users who were deleted: their lessons at once, and what versions learned from them when it is asked for.</summary>
/// <param name="memory">What the trainer remembers.</param>
/// <param name="intake">Drops lessons.</param>
/// <param name="curation">Makes lessons of the log.</param>
/// <param name="rebuilder">Makes versions anew.</param>
/// <param name="runner">Runs the session under way.</param>
/// <param name="log">Has the deletions.</param>
/// <param name="grains">Leads to the registry.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log of the process.</param>
internal sealed class LineForgetting(
    TrainerMemory memory,
    LessonIntake intake,
    Curation curation,
    LineRebuilder rebuilder,
    SessionRunner runner,
    IInteractionLog log,
    IGrainFactory grains,
    TimeProvider time,
    ILogger logger)
{
    private CancellationTokenSource? _rebuilding;

    /// <summary>Whether versions are being made anew by this trainer.</summary>
    public bool IsRunning => _rebuilding is not null;

    private TrainerState State => memory.State;

    private IModelRegistryGrain Registry => grains.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.DefaultKey);

    /// <summary>Drops the lessons of users who were deleted, and marks the versions that learned from them.</summary>
    /// <returns>The versions.</returns>
    public async Task<IReadOnlyList<string>> ForgetDeleted()
    {
        using var place = await memory.Enter();
        var deleted = (await log.ReadDeletions()).ToHashSet();
        if (deleted.Count == 0)
            return [];
        await intake.Drop(lesson => deleted.Contains(lesson.Position));
        // The log is another now: what is being made anew begins anew.
        await Cancel();
        var versions = await Registry.MarkForgotten(deleted.ToArray());
        // A session that is being given up may publish yet: then its version is marked when it has ended.
        if (!runner.IsRunning && _rebuilding is null)
            await log.AcknowledgeDeletions([.. deleted]);
        return versions;
    }

    /// <summary>Asks for versions without them.</summary>
    public async Task<LineRebuild> Ask()
    {
        using var place = await memory.Enter();
        if (State.Rebuild is not { IsUnderWay: true })
            await memory.Store(State with { Rebuild = LineRebuild.Never with { Stage = RebuildStage.Replaying, StartedAt = time.GetUtcNow() } });
        return State.Rebuild!;
    }

    /// <summary>What was asked for last, as it is now.</summary>
    public LineRebuild Shown() => State.Rebuild switch
    {
        null => LineRebuild.Never,
        { IsUnderWay: true } asked when _rebuilding is not null => rebuilder.Shown(asked),
        var rebuild => rebuild,
    };

    /// <summary>Makes versions anew, and remembers what their history would.</summary>
    public async Task Run(LineRebuild asked, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _rebuilding = stop;
        try
        {
            var line = await rebuilder.Run(memory.Ledger, asked.StartedAt!.Value, stop.Token);
            using var place = await memory.Enter();
            stop.Token.ThrowIfCancellationRequested();
            // What operators did after the last session, and while versions were made anew.
            var acts = memory.Ledger.Acts;
            var state = await curation.Redo(line.State, acts.Skip(line.State.Acts), stop.Token);
            state = await curation.ReadAll(state, long.MaxValue, stop.Token);
            var removed = await Registry.RemoveForgotten();
            await memory.Store(line.Ledger with { Acts = acts });
            await memory.Store(state with
            {
                Ended = State.Ended,
                LastSession = State.LastSession,
                Rebuild = rebuilder.Shown(asked) with { Stage = RebuildStage.Done, EndedAt = time.GetUtcNow(), Removed = removed },
            });
            rebuilder.Clear();
            logger.LogInformation("Versions were made anew without forgotten users: {Version} is served, the files of {Count} are gone", line.Serving, removed.Count);
        }
        catch (Exception error) when (!SessionRunner.IsPassing(error) && error is not OperationCanceledException)
        {
            var reason = error is SamanthaException ? error.Message : $"It broke off with {error.GetType().Name}.";
            logger.LogError("Versions could not be made anew without forgotten users: {Reason}", reason);
            using var place = await memory.Enter();
            await memory.Store(State with { Rebuild = rebuilder.Shown(asked) with { Stage = RebuildStage.Failed, EndedAt = time.GetUtcNow(), Reason = reason } });
        }
        finally
        {
            _rebuilding = null;
        }
    }

    /// <summary>Stops making versions anew; begun again, it finds what it made.</summary>
    public Task Cancel() => _rebuilding?.CancelAsync() ?? Task.CompletedTask;
}
