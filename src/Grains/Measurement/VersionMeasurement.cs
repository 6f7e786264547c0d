using System.Collections.Immutable;
using Orleans;
using Samantha.Contracts.Measurement;
using Samantha.Contracts.Models;
using Samantha.Contracts.Training;
using Samantha.Grains.Models;
using Samantha.Inference;
using Samantha.Training.Lessons;

namespace Samantha.Grains.Measurement;

/// <summary>
/// Measures a version: on each task, on what it knew before, and, for what transfer is, how its parent and the version that
/// was imported answer the lessons that it learned. Before each part it waits until the trainer rests.
/// </summary>
internal sealed class VersionMeasurement(IVersionMeasurer measurer, IModelStore store, IGrainFactory grains, MeasurementOptions options, TimeProvider time)
{
    private IModelRegistryGrain Registry => grains.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.DefaultKey);

    /// <summary>The stream as it is now.</summary>
    public Task<TaughtStream> Stream() => grains.GetGrain<ITaughtStreamGrain>(IModelRegistryGrain.DefaultKey).Stream();

    /// <summary>The state with what a session's version was measured to know; null if the stream has nothing of its lessons.</summary>
    public async Task<MeasurementState?> Of(TrainingSession session, MeasurementState state, CancellationToken cancellationToken)
    {
        var stream = await Stream();
        if (stream.Tasks.FirstOrDefault(task => task.FirstSession <= session.Id && session.Id <= task.LastSession) is not { } own)
            return null;
        var origin = await Origin(session.Parent);
        var learned = own.Probes.Where(probe => probe.Session == session.Id).ToList();
        var before = await Ask(session.Parent, learned, cancellationToken);
        var untaught = origin == session.Parent ? before : await Ask(origin, learned, cancellationToken);

        using var model = await Open(session.Version!, cancellationToken);
        var scores = ImmutableSortedDictionary.CreateBuilder<int, TaskScore>();
        foreach (var task in stream.Tasks)
        {
            if (await Ask(model, [.. task.Probes.Where(probe => probe.Session <= session.Id)], cancellationToken) is { } score)
                scores[task.Id] = score;
        }

        await Resting(cancellationToken);
        var anchors = await Aside(() => model.Predict(options.MostAnchors, cancellationToken));
        var plasticity = new Plasticity(session.Lessons, session.Curve is [.., var last] ? last.Step : 0, (session.EndedAt!.Value - session.StartedAt).TotalSeconds);
        return state.Following(stream.Tasks).With(
            new MeasurementRow(session.Version!, session.Id, own.Id, time.GetUtcNow(), scores.ToImmutable(), anchors.ToImmutableSortedDictionary(), plasticity),
            untaught,
            before,
            options.MostVersions);
    }

    private async Task<string> Origin(string version)
    {
        var parents = (await Registry.List()).ToDictionary(known => known.Id, known => known.Parent);
        while (parents.GetValueOrDefault(version) is { } parent)
            version = parent;
        return version;
    }

    private async Task<IMeasuredModel> Open(string version, CancellationToken cancellationToken)
    {
        await Resting(cancellationToken);
        var folder = await store.Locate(version, cancellationToken);
        return await Aside(() => measurer.Open(folder));
    }

    private async Task<TaskScore?> Ask(string version, List<StreamProbe> probes, CancellationToken cancellationToken)
    {
        if (probes.Count == 0)
            return null;
        using var model = await Open(version, cancellationToken);
        return await Ask(model, probes, cancellationToken);
    }

    private async Task<TaskScore?> Ask(IMeasuredModel model, List<StreamProbe> probes, CancellationToken cancellationToken)
    {
        var lessons = (await Resting(cancellationToken)).StillThere(probes).Select(probe => new Lesson(probe.Lesson.Prompt, probe.Lesson.Answer, probe.Lesson.Rejected)).ToList();
        if (lessons.Count == 0)
            return null;
        var score = await Aside(() => model.Ask(lessons, cancellationToken));
        return score.Asked == 0 ? null : new TaskScore(score.Asked, score.Right, score.Loss);
    }

    private static Task<T> Aside<T>(Func<T> compute) => LowPriorityThread.RunAsync("measurement", Niceness.Measuring, compute);

    private async Task<TaughtStream> Resting(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var stream = await Stream();
            if (stream.IsResting)
                return stream;
            await Task.Delay(options.Patience, time, cancellationToken);
        }
    }
}
