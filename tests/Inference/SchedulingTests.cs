using System.Diagnostics.Metrics;
using Samantha.Inference.Caching;
using Samantha.Inference.Sampling;
using TorchSharp;

namespace Samantha.Inference.Tests;

/// <summary>Who is computed when: every step is let through by hand.</summary>
public sealed class SchedulingTests : IDisposable
{
    private readonly StepGate gate = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => gate.Dispose();

    [Fact]
    public async Task Generate_WhileAnotherIsWritten_JoinsAtTheNextStepAndLeavesWhenDone()
    {
        await using var engine = Serving();
        var first = Ask(engine, tokens: 5);
        await gate.PassAsync(2);
        await gate.ReachedAsync();
        var second = Ask(engine, tokens: 2);
        gate.Pass();
        await gate.PassAsync(2);
        gate.Open();

        (await first).Ids.Count.ShouldBe(5);
        (await second).Ids.Count.ShouldBe(2);
        // The second comes in with its prompt of three at the fourth step and is gone after the fifth.
        gate.Steps.Select(step => string.Join('+', step)).ShouldBe(["3", "1", "1", "1+3", "1+1"]);
    }

    [Fact]
    public async Task Generate_LongPromptBesideAReply_IsReadInChunksThatNeverHoldTheReplyUp()
    {
        await using var engine = Serving(new() { PrefillTokensPerStep = 10 });
        var reply = Ask(engine, tokens: 8);
        await gate.PassAsync();
        await gate.ReachedAsync();
        var reader = Ask(engine, tokens: 1, prompt: [.. Enumerable.Range(0, 35)]);
        gate.Open();

        (await reader).Ids.Count.ShouldBe(1);
        (await reply).Ids.Count.ShouldBe(8);
        gate.Steps.Select(step => string.Join('+', step)).ShouldBe(["3", "1", "1+10", "1+10", "1+10", "1+5", "1", "1"]);
    }

    [Fact]
    public async Task Generate_MoreThanMayBeActive_WaitAndFollow()
    {
        await using var engine = Serving(new() { MaxActiveSequences = 2 });
        gate.Open();

        var replies = await Task.WhenAll(Enumerable.Range(0, 9).Select(i => Ask(engine, tokens: 1 + i)));

        replies.Select(reply => reply.Ids.Count).ShouldBe(Enumerable.Range(1, 9));
        gate.Steps.ShouldAllBe(step => step.Length <= 2);
    }

    [Fact]
    public async Task Generate_QueueFull_RefusesAndTakesAgainWhenThereIsRoom()
    {
        await using var engine = Serving(new() { MaxActiveSequences = 1, QueueCapacity = 2 });
        var active = Ask(engine, tokens: 3);
        await gate.ReachedAsync();
        var waiting = new[] { Ask(engine, tokens: 1), Ask(engine, tokens: 1) };

        Should.Throw<EngineOverloadedException>(() => Ask(engine, tokens: 1)).Waiting.ShouldBe(2);

        engine.Pressure.ShouldBe(new ServingPressure(Waiting: 2, Active: 1, RecentStep: TimeSpan.Zero));
        engine.Pressure.IsServing.ShouldBeTrue();
        gate.Open();
        await Task.WhenAll([active, .. waiting]);
        (await Ask(engine, tokens: 1)).Ids.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Generate_CancelledWhileWritten_FreesItsSlotAtTheNextStep()
    {
        await using var engine = Serving(new() { MaxActiveSequences = 1 });
        using var cancellation = new CancellationTokenSource();
        var cancelled = Ask(engine, tokens: 50, cancellation: cancellation.Token);
        var next = Ask(engine, tokens: 1);
        await gate.PassAsync(3);
        await gate.ReachedAsync();
        cancellation.Cancel();
        gate.Open();

        var reply = await cancelled;
        reply.End.Reason.ShouldBe(FinishReason.Cancelled);
        reply.Ids.Count.ShouldBe(4);
        (await next).Ids.Count.ShouldBe(1);
        gate.Steps.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Generate_CancelledWhileWaiting_EndsWithoutAStep()
    {
        await using var engine = Serving(new() { MaxActiveSequences = 1 });
        using var cancellation = new CancellationTokenSource();
        var active = Ask(engine, tokens: 2);
        await gate.ReachedAsync();
        var waiting = Ask(engine, tokens: 5, cancellation: cancellation.Token);
        cancellation.Cancel();
        gate.Pass();

        (await waiting).End.ShouldBe(new GenerationEnd(FinishReason.Cancelled, new Usage(3, 0, 0)));
        gate.Open();
        await active;
        gate.Steps.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Generate_ReaderLeavesEarly_FreesItsSlot()
    {
        await using var engine = Serving(new() { MaxActiveSequences = 1 });
        var reader = engine.Generate(Request(50), Cancellation).GetAsyncEnumerator(Cancellation);
        var first = reader.MoveNextAsync();
        await gate.ReachedAsync();
        gate.Pass();
        (await first).ShouldBeTrue();
        reader.Current.Id.ShouldNotBeNull();

        // It leaves while the engine stands before its next step.
        var leaving = reader.DisposeAsync();
        gate.Open();
        await leaving;

        (await Ask(engine, tokens: 2)).Ids.Count.ShouldBe(2);
        engine.Statistics.GeneratedTokens.ShouldBeLessThan(50);
    }

    [Fact]
    public async Task Generate_NobodyReads_HoldsNoOtherUp()
    {
        await using var engine = Serving();
        gate.Open();
        var unread = Enumerable.Range(0, 8).Select(_ => engine.Generate(Request(40), Cancellation)).ToList();

        (await Ask(engine, tokens: 40)).Ids.Count.ShouldBe(40);

        // What nobody read was written all the same, and waits.
        foreach (var stream in unread)
            (await Reply.ReadAsync(stream)).Ids.Count.ShouldBe(40);
    }

    [Fact]
    public async Task Generate_ReadTwice_Throws()
    {
        await using var engine = Serving();
        gate.Open();
        var stream = engine.Generate(Request(1), Cancellation);
        await Reply.ReadAsync(stream);

        await Should.ThrowAsync<InvalidOperationException>(() => Reply.ReadAsync(stream));
    }

    [Fact]
    public async Task DisposeAsync_RepliesUnderWay_FailWithAClearError()
    {
        var engine = Serving(new() { MaxActiveSequences = 1 });
        var active = Ask(engine, tokens: 5);
        await gate.ReachedAsync();
        var waiting = Ask(engine, tokens: 5);
        var disposal = engine.DisposeAsync().AsTask();
        gate.Open();
        await disposal;

        await Should.ThrowAsync<EngineStoppedException>(() => active);
        await Should.ThrowAsync<EngineStoppedException>(() => waiting);
        Should.Throw<ObjectDisposedException>(() => Ask(engine, tokens: 1));
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task Generate_StepFails_FailsThoseInItAndGoesOn()
    {
        var fail = true;
        await using var engine = TinyModels.Serving(TinyModels.Version("v1", step: (model, inputs) =>
            Volatile.Read(ref fail) ? throw new InvalidOperationException("no memory") : model.Step(inputs)));

        (await Should.ThrowAsync<EngineFaultException>(() => Ask(engine, tokens: 1))).InnerException!.Message.ShouldBe("no memory");

        Volatile.Write(ref fail, false);
        (await Ask(engine, tokens: 1)).Ids.Count.ShouldBe(1);
        engine.Statistics.CacheBytes.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Generate_NextTurnOfAConversation_ComputesOnlyWhatIsNew()
    {
        await using var engine = Serving();
        gate.Open();
        int[] prompt = [0, 10, 11, 12, 13, 14];
        var first = await Ask(engine, tokens: 4, prompt, "ann");
        int[] next = [.. prompt, .. first.Ids, 20, 21];

        var second = await Ask(engine, tokens: 4, next, "ann");
        engine.Forget("ann");
        var fresh = await Ask(engine, tokens: 4, next, "ann");
        var stranger = await Ask(engine, tokens: 4, next, "bob");

        // The last token of the first reply was never computed, only chosen.
        second.End.Usage.CachedTokens.ShouldBe(6 + 4 - 1);
        new[] { fresh, stranger }.ShouldAllBe(reply => reply.End.Usage.CachedTokens == 0);
        new[] { fresh, stranger }.ShouldAllBe(reply => reply.Ids.SequenceEqual(second.Ids));
    }

    [Fact]
    public async Task Forget_WhileTheReplyIsWritten_KeepsNothingOfIt()
    {
        await using var engine = Serving();
        var first = Ask(engine, tokens: 3, [0, 10, 11], "ann");
        await gate.ReachedAsync();
        engine.Forget("ann");
        gate.Open();
        await first;

        engine.Statistics.CacheBytes.ShouldBe(0);
        (await Ask(engine, tokens: 3, [0, 10, 11], "ann")).End.Usage.CachedTokens.ShouldBe(0);
    }

    [Fact]
    public async Task Generate_LittleCacheMemory_ServesOneAfterTheOtherAndRefusesWhatNeverFits()
    {
        var tokenBytes = CacheShape.Of(TinyModels.Config).Bytes(1);
        await using var engine = Serving(new() { CacheBytes = 12 * tokenBytes });
        gate.Open();

        var replies = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Ask(engine, tokens: 10)));

        replies.ShouldAllBe(reply => reply.Ids.Count == 10);
        gate.Steps.ShouldAllBe(step => step.Length == 1);
        await Should.ThrowAsync<PromptTooLongException>(() => Ask(engine, tokens: 11));
    }

    [Fact]
    public async Task Generate_ManyReplies_LeaveNoTensorBehind()
    {
        // Counted on the engine's own thread, between its steps.
        var live = new List<long>();
        await using var engine = TinyModels.Serving(
            TinyModels.Version("v1", step: (model, inputs) =>
            {
                live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
                return model.Step(inputs);
            }),
            new() { CacheBytes = 20 * CacheShape.Of(TinyModels.Config).Bytes(TinyModels.Context) });

        for (var round = 0; round < 12; round++)
        {
            using var cancellation = new CancellationTokenSource();
            var replies = Enumerable.Range(0, 6).Select(i => Ask(engine, tokens: 5 + i, cancellation: i == 3 ? cancellation.Token : null)).ToList();
            cancellation.Cancel();
            await Task.WhenAll(replies);
            engine.Forget("nobody");
            await Ask(engine, tokens: 1);
        }

        // At most six sequences' caches are pooled, each of two tensors per layer.
        var caches = 7 * 2 * TinyModels.Config.Layers;
        live.Skip(live.Count / 2).Max().ShouldBeLessThanOrEqualTo(live.Take(live.Count / 2).Max() + caches);
        live.Max().ShouldBeLessThan(200);
    }

    [Fact]
    public async Task Meter_SomeReplies_CountsThemAndNamesTheVersion()
    {
        var seen = new List<(string Name, double Value, string Tags)>();
        using var listener = new MeterListener();
        using var meters = new Meters();
        listener.InstrumentPublished = (instrument, it) =>
        {
            if (instrument.Meter.Scope == meters)
                it.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();
        await using (var engine = new InferenceEngine(new FolderVersionLocator("."), meters: meters))
        {
            engine.Adopt(TinyModels.Version("v1"));
            engine.Swap("v1");
            await Ask(engine, tokens: 4);
        }

        lock (seen)
        {
            Sum("samantha.inference.tokens", "generated").ShouldBe(4);
            Sum("samantha.inference.tokens", "prompt").ShouldBe(3);
            Sum("samantha.inference.requests", "length").ShouldBe(1);
            seen.Count(item => item.Name == "samantha.inference.time_to_first_token").ShouldBe(1);
            seen.Count(item => item.Name == "samantha.inference.time_per_output_token").ShouldBe(3);
            seen.Where(item => item.Name != "samantha.inference.step.duration").ShouldAllBe(item => item.Tags.Contains("version=v1"));
        }

        void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var text = string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
            lock (seen)
                seen.Add((instrument.Name, value, text));
        }

        double Sum(string name, string tag) => seen.Where(item => item.Name == name && item.Tags.Contains(tag)).Sum(item => item.Value);
    }

    private InferenceEngine Serving(InferenceEngineOptions? options = null) =>
        TinyModels.Serving(TinyModels.Version("v1", step: gate.Step), options);

    private static Task<Reply> Ask(
        InferenceEngine engine, int tokens, int[]? prompt = null, string? conversation = null, CancellationToken? cancellation = null) =>
        Reply.ReadAsync(engine.Generate(Request(tokens, prompt, conversation), cancellation ?? Cancellation));

    private static GenerationRequest Request(int tokens, int[]? prompt = null, string? conversation = null) => new()
    {
        Prompt = Prompt.FromIds(prompt ?? [0, 40, 50]),
        Sampling = SamplingOptions.Greedy,
        MaxTokens = tokens,
        Conversation = conversation,
    };

    private sealed class Meters : IMeterFactory
    {
        private readonly List<Meter> made = [];

        public Meter Create(MeterOptions options)
        {
            options.Scope = this;
            var meter = new Meter(options);
            made.Add(meter);
            return meter;
        }

        public void Dispose() => made.ForEach(meter => meter.Dispose());
    }
}
