using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.TestingHost;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Inference;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Contracts.Training;
using Samantha.Grains.Inference;
using Samantha.Grains.Tests.Doubles;

namespace Samantha.Grains.Tests.Inference;

/// <summary>Requests whose worker goes away.</summary>
public sealed class FailoverTests : IAsyncLifetime
{
    private readonly World _world = new();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FleetCluster _fleet = null!;
    private InProcessSiloHandle _dying = null!;
    private InProcessSiloHandle _living = null!;
    private string _version = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _fleet = await FleetCluster.Start(_world, 2);
        (_dying, _living) = (_fleet.Silos[0], _fleet.Silos[1]);
        // Only one worker has this version in memory, so it is asked for it.
        _version = await _world.Publish(_fleet.Grains, "named");
        await _fleet.EngineOf(_dying).Prepare(_version, Token);
        await Waiting.Until(
            () => Task.FromResult(_fleet.FleetAsSeenBy(_living)),
            fleet => fleet.Workers.Any(worker => worker.Status.Loaded.Contains(_version)));
    }

    public async ValueTask DisposeAsync()
    {
        await _fleet.DisposeAsync();
        _world.Dispose();
    }

    [Fact]
    public async Task Generate_WorkersSiloDiesBeforeTheFirstWord_IsAnsweredElsewhere()
    {
        _fleet.EngineOf(_dying).BeforeFirstWord = Never;
        var reply = Read(new List<GenerationEvent>());
        await _asked.Task;

        await _fleet.Kill(_dying);

        string.Concat((await reply).Select(piece => piece.Text)).ShouldBe($"{_version} heard hello");
    }

    [Fact]
    public async Task Generate_WorkersSiloDiesAfterTheFirstWord_Fails()
    {
        _fleet.EngineOf(_dying).AfterFirstWord = (_, cancellationToken) => Never(_version, cancellationToken);
        var pieces = new List<GenerationEvent>();
        var reply = Read(pieces);
        await _asked.Task;
        await Waiting.Until(() => Task.FromResult(pieces.Count), count => count == 1);

        await _fleet.Kill(_dying);

        // Half a reply cannot be told by another worker: whoever asked sends the turn again.
        await Should.ThrowAsync<Exception>(reply);
        pieces.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Generate_SiloHasJoinedButHeardNothingOfTheFleet_IsAnsweredAsSoonAsItHas()
    {
        var threshold = new Threshold();
        _world.Services = services => services.AddSingleton<IHostedService>(silo => threshold.Of(silo.GetRequiredService<InferenceRouter>()));
        var joining = _fleet.Add();
        _version = null!;

        var reply = Read(new List<GenerationEvent>(), await threshold.Reached);
        // Time enough to ask its own worker, which has no version yet.
        for (var call = 0; call < 20; call++)
            await _fleet.Rollout.Status();
        threshold.Open();

        await joining;
        string.Concat((await reply).Select(piece => piece.Text)).ShouldEndWith("heard hello");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Generate_VersionBreaksInMidReply_IsForGoodOnlyWhereItWasAskedFor(bool named)
    {
        foreach (var engine in _fleet.Engines)
            engine.AfterFirstWord = (_, _) => throw new VersionNotServableException("no numbers");
        if (!named)
            _version = null!;

        if (named)
            await Should.ThrowAsync<VersionNotServableException>(Read(new List<GenerationEvent>()));
        else
            await Should.ThrowAsync<ModelUnavailableException>(Read(new List<GenerationEvent>()));
    }

    [Fact]
    public async Task Generate_OnlyVersionOfTheOnlyWorkerBreaks_MayBeAskedForAgain()
    {
        await using var alone = await FleetCluster.Start(_world, 1);
        alone.EngineOf(alone.Silos[0]).BeforeFirstWord = (_, _) => throw new VersionNotServableException("no numbers");
        _version = null!;

        await Should.ThrowAsync<ModelUnavailableException>(Read(new List<GenerationEvent>(), alone.RouterOf(alone.Silos[0])));
    }

    [Fact]
    public async Task Generate_WrongSettings_AreNotTriedTwice()
    {
        var tries = 0;
        foreach (var engine in _fleet.Engines)
            engine.BeforeFirstWord = (_, _) => throw new InvalidSamplingException($"{++tries}");

        await Should.ThrowAsync<InvalidSamplingException>(Read(new List<GenerationEvent>()));

        tries.ShouldBe(1);
    }

    [Fact]
    public async Task Session_TrainersSiloKilled_GoesOnElsewhereWithoutACall()
    {
        _world.Trainer.BeforeStep = (_, cancellationToken) =>
        {
            if (_world.Trainer.Jobs.Count == 1)
                cancellationToken.WaitHandle.WaitOne();
        };
        var turn = await _fleet.Conversation(_living, "ann").Turn("hello");
        await _fleet.Conversation(_living, "ann").Judge(turn.TurnId, new Feedback(Correction: "good day"));
        await Waiting.Until(() => Task.FromResult(_world.Trainer.Jobs.Count), jobs => jobs == 1);

        await _fleet.Kill(_fleet.SiloOf(_fleet.Grains.GetGrain<ITrainerGrain>(IModelRegistryGrain.DefaultKey)));

        await Waiting.Until(() => Task.FromResult(_world.Trainer.Jobs.Count), jobs => jobs > 1);
        await Waiting.Until(_fleet.Registry.Current, current => current is not null && current.StartsWith("v3-", StringComparison.Ordinal));
    }

    private Task Never(string version, CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        return Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }

    private async Task<List<GenerationEvent>> Read(List<GenerationEvent> pieces, InferenceRouter? router = null)
    {
        var request = new GenerationRequest([new ChatLine(ChatRole.User, "hello")], 0, null, _version, SamplingSettings.Default);
        await foreach (var piece in (router ?? _fleet.RouterOf(_living)).Generate(request, Token))
            pieces.Add(piece);
        return pieces;
    }

    /// <summary>A silo that is a member already waits here before it prepares to answer.</summary>
    private sealed class Threshold : IHostedService
    {
        private readonly TaskCompletionSource<InferenceRouter> _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private InferenceRouter _router = null!;

        public Task<InferenceRouter> Reached => _reached.Task;

        public Threshold Of(InferenceRouter router)
        {
            _router = router;
            return this;
        }

        public void Open() => _open.SetResult();

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _reached.SetResult(_router);
            return _open.Task;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
