using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Contracts.Training;
using Samantha.Grains.Lessons;

namespace Samantha.Grains.Training;

/// <summary>
/// Makes the versions anew from the log as it is, and rolls out what comes out. Begun again after a crash, it finds what it had
/// made: versions in the registry, the one under way by its checkpoint.
/// </summary>
/// <param name="runner">Makes versions.</param>
/// <param name="curation">Makes lessons of the log, under some settings.</param>
/// <param name="grains">Leads to registry and rollout.</param>
/// <param name="folder">Where the runner keeps its checkpoints.</param>
/// <param name="changed">Is told of every change.</param>
internal sealed class LineRebuilder(SessionRunner runner, Func<LearningOptions, Curation> curation, IGrainFactory grains, string folder, Action changed)
{
    private readonly HashSet<string> _remade = [];
    private RebuildStage _stage;
    private string? _from;
    private string? _version;
    private int _sessions;
    private int _done;

    /// <summary>What it is at.</summary>
    public TrainingPhase Phase => _stage == RebuildStage.RollingOut ? TrainingPhase.RollingOut : runner.Phase;

    /// <summary>How far the version under way is.</summary>
    public TrainingProgress? Progress => runner.Progress;

    /// <summary>The rebuild as it is now.</summary>
    public LineRebuild Shown(LineRebuild asked) =>
        asked with { Stage = _stage, From = _from, Version = _version, Sessions = _sessions, Done = _done, Remade = _remade.Count };

    /// <summary>Replays the sessions, and serves what they lead to.</summary>
    /// <param name="ledger">The sessions.</param>
    /// <param name="since">When it was asked for.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="HistoryUnknownException">A version was made before sessions were noted.</exception>
    /// <exception cref="VersionNotServableException">What came out was taken back in its rollout.</exception>
    public async Task<ReplayedLine> Run(SessionLedger ledger, DateTimeOffset since, CancellationToken cancellationToken)
    {
        _remade.Clear();
        // Before anything is awaited: whoever asks meanwhile sees this rebuild, and not the last one.
        (_stage, _from, _version) = (RebuildStage.Replaying, null, null);
        (_sessions, _done) = (ledger.Sessions.Length, 0);
        _from = await Registry.Current();
        var known = (await Registry.List()).Select(version => version.Id).ToHashSet();
        var line = await new LineReplay(
            curation,
            version => Registry.Find(version),
            async (planned, cancelled) =>
            {
                // The seed names its folder: of another log it is another, and no checkpoint goes into the wrong version.
                var made = await runner.Make(planned with { Id = planned.Seed }, cancelled);
                if (!known.Contains(made.Id))
                    _remade.Add(made.Id);
                return made;
            },
            done =>
            {
                _done = done;
                changed();
            }).Run(ledger, _from!, cancellationToken);

        (_stage, _version) = (RebuildStage.RollingOut, line.Serving);
        changed();
        if (await RollOut(line.Serving, since, cancellationToken) is { } reason)
            throw new VersionNotServableException($"Version {line.Serving}, which never learned from those who were forgotten, was taken back: {reason}");
        return line;
    }

    /// <summary>Deletes what is left of making versions.</summary>
    public void Clear()
    {
        _stage = RebuildStage.Done;
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private IModelRegistryGrain Registry => grains.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.DefaultKey);

    private async Task<string?> RollOut(string version, DateTimeOffset since, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await runner.RollOut(version, from: null, since, cancellationToken);
            }
            catch (RolloutConflictException)
            {
                // Its turn comes after the one that is under way.
                await grains.GetGrain<IRolloutGrain>(IModelRegistryGrain.DefaultKey).Settled().WaitAsync(cancellationToken);
            }
        }
    }
}
