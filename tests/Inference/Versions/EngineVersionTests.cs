using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Tokenization;
using static TorchSharp.torch;

namespace Samantha.Inference.Tests.Versions;

public sealed class EngineVersionTests : IDisposable
{
    private static readonly GenerationRequest Request = new()
    {
        Prompt = Prompt.FromText("user: hello\nassistant:"),
        Sampling = Inference.Sampling.SamplingOptions.Greedy,
        MaxTokens = 8,
    };

    private readonly TemporaryFolder folder = new();

    public EngineVersionTests()
    {
        foreach (var seed in new[] { 1, 2, 3 })
        {
            using var model = TinyModels.Model(seed);
            TinyModels.Save(folder[$"v{seed}"], model);
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Swap_PreparedVersion_AnswersRequestsMadeAfterIt()
    {
        await using var engine = TinyModels.Engine();
        await engine.PrepareAsync("v1", folder["v1"], Cancellation);
        engine.CurrentVersion.ShouldBeNull();
        engine.Swap("v1");
        var old = await AskAsync(engine);

        await engine.PrepareAsync("v2", folder["v2"], Cancellation);
        var between = await AskAsync(engine);
        engine.Swap("v2");
        var after = await AskAsync(engine);

        between.Ids.ShouldBe(old.Ids);
        old.Elements[0].Version.ShouldBe("v1");
        after.Elements[0].Version.ShouldBe("v2");
        after.Ids.ShouldNotBe(old.Ids);
        engine.CurrentVersion.ShouldBe("v2");
    }

    [Fact]
    public async Task Generate_OldVersionNamed_AnswersAsItDid()
    {
        await using var engine = TinyModels.Engine();
        await engine.PrepareAsync("v1", folder["v1"], Cancellation);
        engine.Swap("v1");
        var old = await AskAsync(engine);
        await engine.PrepareAsync("v2", folder["v2"], Cancellation);
        engine.Swap("v2");

        var named = await AskAsync(engine, "v1");

        named.Ids.ShouldBe(old.Ids);
        named.Elements[0].Version.ShouldBe("v1");
    }

    [Fact]
    public async Task Generate_VersionOutOfMemory_IsLoadedAgainFromWhereItIs()
    {
        // Room for one version: the current one and the one in use stay, others go.
        await using var engine = TinyModels.Engine(new() { ModelBytes = 1 }, new FolderVersionLocator(folder.Path));
        await engine.PrepareAsync("v1", folder["v1"], Cancellation);
        engine.Swap("v1");
        var old = await AskAsync(engine);
        await engine.PrepareAsync("v2", folder["v2"], Cancellation);
        engine.Swap("v2");
        await AskAsync(engine);
        engine.ResidentVersions.Select(version => version.Id).ShouldBe(["v2"]);

        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AskAsync(engine, "v1")));

        replies.ShouldAllBe(reply => reply.Ids.SequenceEqual(old.Ids));
        engine.ResidentVersions.Single(version => version.IsCurrent).Id.ShouldBe("v2");
    }

    [Fact]
    public async Task PrepareAsync_NoRoomAndOthersLoadingMeanwhile_IsThereForTheSwap()
    {
        await using var engine = TinyModels.Engine(new() { ModelBytes = 1 }, new FolderVersionLocator(folder.Path));
        await engine.PrepareAsync("v1", folder["v1"], Cancellation);
        engine.Swap("v1");
        var asking = Enumerable.Range(0, 3).Select(async user =>
        {
            for (var i = 0; i < 10; i++)
                (await AskAsync(engine, i % 2 == 0 ? null : $"v{1 + (i + user) % 3}")).Ids.Count.ShouldBe(8);
        }).ToList();

        for (var i = 0; i < 10; i++)
        {
            var version = $"v{1 + i % 3}";
            await engine.PrepareAsync(version, folder[version], Cancellation);
            engine.Swap(version);
            engine.CurrentVersion.ShouldBe(version);
        }

        await Task.WhenAll(asking);
        engine.ResidentVersions.ShouldAllBe(version => version.Sequences == 0);
    }

    [Fact]
    public async Task ResidentVersions_WithinTheBudget_StayLeastRecentlyUsedGoFirst()
    {
        var bytes = TinyModels.Config.ParameterCount() * sizeof(float);
        await using var engine = TinyModels.Engine(new() { ModelBytes = 2 * bytes }, new FolderVersionLocator(folder.Path));
        await engine.PrepareAsync("v1", folder["v1"], Cancellation);
        engine.Swap("v1");
        await AskAsync(engine, "v2");
        await AskAsync(engine);
        engine.ResidentVersions.Select(version => version.Id).ShouldBe(["v1", "v2"]);

        await AskAsync(engine, "v3");

        engine.ResidentVersions.Select(version => version.Id).ShouldBe(["v1", "v3"]);
        engine.ResidentVersions.ShouldAllBe(version => version.Bytes == bytes);
    }

    [Theory]
    [InlineData("v9")]
    [InlineData("../v1")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("v1/../v1")]
    public async Task Generate_UnknownVersion_FailsAndTheEngineGoesOn(string version)
    {
        await using var engine = TinyModels.Engine(locator: new FolderVersionLocator(folder.Path));
        await engine.PrepareAsync("v1", folder["v1"], Cancellation);
        engine.Swap("v1");

        await Should.ThrowAsync<VersionNotFoundException>(() => AskAsync(engine, version));

        (await AskAsync(engine)).Ids.Count.ShouldBe(8);
        engine.Pressure.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Generate_NothingServedYet_SaysSo()
    {
        await using var engine = TinyModels.Engine();

        (await Should.ThrowAsync<VersionNotFoundException>(() => AskAsync(engine))).Message.ShouldContain("Prepare");
        Should.Throw<VersionNotFoundException>(() => engine.Swap("v1"));
    }

    [Fact]
    public async Task PrepareAsync_DamagedFolder_FailsAndTheEngineGoesOnWithWhatItHas()
    {
        await using var engine = TinyModels.Engine();
        await engine.PrepareAsync("v1", folder["v1"], Cancellation);
        engine.Swap("v1");
        var before = await AskAsync(engine);
        using (var weights = File.OpenWrite(Path.Combine(folder["v2"], "model.safetensors")))
            weights.SetLength(weights.Length / 2);
        File.Delete(Path.Combine(folder["v3"], HuggingFaceTokenizer.FileName));

        await Should.ThrowAsync<CheckpointException>(() => engine.PrepareAsync("v2", folder["v2"], Cancellation));
        await Should.ThrowAsync<TokenizerFormatException>(() => engine.PrepareAsync("v3", folder["v3"], Cancellation));
        await Should.ThrowAsync<TokenizerFormatException>(() => engine.PrepareAsync("v4", folder["v4"], Cancellation));

        Should.Throw<VersionNotFoundException>(() => engine.Swap("v2"));
        (await AskAsync(engine)).Ids.ShouldBe(before.Ids);
    }

    [Fact]
    public async Task PrepareAsync_RepairedFolder_SucceedsTheSecondTime()
    {
        await using var engine = TinyModels.Engine();
        var config = Path.Combine(folder["v1"], ModelFolder.ConfigFile);
        var whole = await File.ReadAllTextAsync(config, Cancellation);
        await File.WriteAllTextAsync(config, "{", Cancellation);
        await Should.ThrowAsync<CheckpointException>(() => engine.PrepareAsync("v1", folder["v1"], Cancellation));

        await File.WriteAllTextAsync(config, whole, Cancellation);
        await engine.PrepareAsync("v1", folder["v1"], Cancellation);
        engine.Swap("v1");

        (await AskAsync(engine)).Ids.Count.ShouldBe(8);
    }

    [Fact]
    public async Task PrepareAsync_WeightsThatAreNoNumbers_IsRefusedBeforeItServes()
    {
        using (var model = TinyModels.Model(4))
        {
            using var ungraded = no_grad();
            using var spoilt = model.Weights().First().Value().fill_(float.NaN);
            TinyModels.Save(folder["broken"], model);
        }

        await using var engine = TinyModels.Engine();

        var error = await Should.ThrowAsync<BrokenVersionException>(() => engine.PrepareAsync("broken", folder["broken"], Cancellation));

        error.Version.ShouldBe("broken");
        engine.ResidentVersions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Generate_VersionBreaksWhileItServes_FailsItsRequestsAndTellsOnce()
    {
        var spoil = false;
        await using var engine = TinyModels.Engine();
        engine.Adopt(TinyModels.Version("good", seed: 1));
        engine.Adopt(TinyModels.Version("bad", seed: 2, (model, inputs) =>
        {
            var logits = model.Step(inputs);
            return Volatile.Read(ref spoil) ? logits.fill_(float.NaN) : logits;
        }));
        engine.Swap("bad");
        var failures = new List<VersionFailure>();
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.VersionFailed += (_, failure) =>
        {
            failures.Add(failure);
            failed.TrySetResult();
        };
        await AskAsync(engine);
        Volatile.Write(ref spoil, true);

        foreach (var _ in Enumerable.Range(0, 3))
            await Should.ThrowAsync<BrokenVersionException>(() => AskAsync(engine));

        await failed.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        failures.ShouldHaveSingleItem().Version.ShouldBe("bad");
        Should.Throw<BrokenVersionException>(() => engine.Swap("bad"));
        engine.Swap("good");
        (await AskAsync(engine)).Elements[0].Version.ShouldBe("good");
    }

    [Fact]
    public async Task Adopt_NameInUse_Throws()
    {
        await using var engine = TinyModels.Serving(TinyModels.Version("v1"));
        using var second = TinyModels.Version("v1");

        Should.Throw<ArgumentException>(() => engine.Adopt(second));
    }

    private static Task<Reply> AskAsync(InferenceEngine engine, string? version = null) =>
        Reply.ReadAsync(engine.Generate(Request with { Version = version }, Cancellation));
}
