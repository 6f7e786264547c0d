using Samantha.Client;
using Samantha.Contracts.Models;
using Samantha.Contracts.Training;
using Samantha.Modeling.Checkpoints;
using Samantha.Silo.Commands;
using Samantha.Testing;

namespace Samantha.Silo.Tests.Commands;

/// <summary>A real, if tiny, model learns in a service; its versions are made again from the log, and anew without a user.</summary>
public sealed class RebuildCommandTests
{
    private static readonly Dictionary<string, string?> Quick = new()
    {
        ["Learning:Enabled"] = "false",
        ["Learning:Lessons:MaxSteps"] = "4",
        ["Learning:Lessons:CheckEvery"] = "2",
        ["Learning:Lessons:CheckpointEvery"] = "1",
        ["Learning:Gate:Margin"] = "1000",
        ["Learning:Gate:LineMargin"] = "1000",
        ["Learning:Gate:LearnedShare"] = "0",
        ["Learning:Gate:RetainedShare"] = "0",
        ["Learning:Gate:Resamples"] = "20",
        ["Learning:Gate:Confidence"] = "0.01",
        ["Rollout:CanaryTime"] = "00:00:00",
    };

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rebuild_VersionsOfAService_MakesTheSameBytes()
    {
        await using var service = await RunningService.StartAsync(settings: Quick, trainsForReal: true);
        using var client = new SamanthaClient(new SamanthaClientOptions { BaseAddress = service.Address });
        var first = await Learn(client, "ann", 1);
        var second = await Learn(client, "bob", 2);

        (await Rebuild(service, second.Id, "one", fromBase: false)).ShouldBe((0, ""));
        (await Rebuild(service, second.Id, "all", fromBase: true)).ShouldBe((0, ""));
        foreach (var folder in new[] { "one", "all" })
            ModelFolder.WeightsDigest(Path.Combine(service.Data, folder)).ShouldBe(second.Weights);
        Directory.Exists(Path.Combine(service.Data, "rebuild")).ShouldBeFalse();

        (await Rebuild(service, first.Parent!, null, false)).Errors.ShouldContain("imported");
        (await Rebuild(service, "v9-000000000000", null, false)).Errors.ShouldContain("v9-000000000000");
        (await Rebuild(service, second.Id, "one", false)).Errors.ShouldContain("exists already");
        await client.Conversation("bob").ForgetAsync(Token);
        (await Rebuild(service, second.Id, null, false)).Errors.ShouldContain("forgotten");
        (await Rebuild(service, first.Id, null, false)).Code.ShouldBe(0);
    }

    /// <summary>However lessons are learned, and whatever a strategy remembers of earlier ones: it is made again of lineage and log.</summary>
    [Theory]
    [InlineData("der++", "lora", "dpo")]
    [InlineData("ewc", "full", "policy-gradient")]
    public async Task Rebuild_VersionsOfAnotherStrategy_MakesTheSameBytes(string strategy, string tuning, string preferences)
    {
        var settings = new Dictionary<string, string?>(Quick)
        {
            ["Learning:Strategy"] = strategy,
            ["Learning:Tuning"] = tuning,
            ["Learning:Preferences"] = preferences,
        };
        await using var service = await RunningService.StartAsync(settings: settings, trainsForReal: true);
        using var client = new SamanthaClient(new SamanthaClientOptions { BaseAddress = service.Address });
        await Learn(client, "ann", 1);
        var second = await Learn(client, "bob", 2);

        second.Strategy.ShouldContain(strategy);
        (await Rebuild(service, second.Id, "all", fromBase: true)).ShouldBe((0, ""));
        ModelFolder.WeightsDigest(Path.Combine(service.Data, "all")).ShouldBe(second.Weights);
    }

    [Fact]
    public async Task Rebuild_ParentIsAnother_SaysThatTheBytesDiffer()
    {
        await using var service = await RunningService.StartAsync(settings: Quick, trainsForReal: true);
        using var client = new SamanthaClient(new SamanthaClientOptions { BaseAddress = service.Address });
        var version = await Learn(client, "ann", 1);
        var manifest = Path.Combine(service.Data, "models", version.Id, "version.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace($"\"seed\": {version.Seed}", $"\"seed\": {version.Seed + 1}"));

        var (code, errors) = await Rebuild(service, version.Id, null, false);
        code.ShouldBe(2);
        errors.ShouldContain(WeightFiles.SingleFile);
    }

    [Fact]
    public async Task Forget_UserWhoTaught_ServesTheBytesOfAServiceInWhichTheyNeverTaught()
    {
        await using var service = await RunningService.StartAsync(settings: Quick, trainsForReal: true);
        await using var peer = await RunningService.StartAsync(settings: Quick, trainsForReal: true);
        using var client = new SamanthaClient(new SamanthaClientOptions { BaseAddress = service.Address });
        using var other = new SamanthaClient(new SamanthaClientOptions { BaseAddress = peer.Address });
        await Learn(client, "ann", 1, ("bob", 7));
        var tainted = await Learn(client, "carl", 2);
        await Learn(other, "ann", 1);
        var wanted = await Learn(other, "carl", 2);
        await client.Conversation("bob").ForgetAsync(Token);

        var (output, errors) = (new StringWriter(), new StringWriter());
        (await ForgetCommand.OfServiceAsync(service.Address, null, output, errors, Token)).ShouldBe(0, errors.ToString());
        output.ToString().ShouldContain(tainted.Id);
        var served = (await client.Models.ListAsync(Token)).Versions.Single(version => version.Serving);
        served.Weights.ShouldBe(wanted.Weights);
        served.Replaces.ShouldBe(tainted.Id);
        Directory.Exists(Path.Combine(service.Data, "models", tainted.Id)).ShouldBeFalse();
        (await Rebuild(service, served.Id, null, fromBase: true)).ShouldBe((0, ""));
    }

    [Fact]
    public async Task Forget_NoService_SaysHowToHaveOne()
    {
        var errors = new StringWriter();
        (await ForgetCommand.OfServiceAsync(new Uri("http://127.0.0.1:1"), null, TextWriter.Null, errors, Token)).ShouldBe(1);
        errors.ToString().ShouldContain("--data");
    }

    private static async Task<(int Code, string Errors)> Rebuild(RunningService service, string version, string? to, bool fromBase)
    {
        var errors = new StringWriter();
        var code = await RebuildCommand.RunAsync(
            version, new Dictionary<string, string?> { ["Data"] = service.Data }, to is null ? null : Path.Combine(service.Data, to), fromBase, TextWriter.Null, errors, Token);
        return (code, errors.ToString());
    }

    private static async Task<ModelVersion> Learn(SamanthaClient client, string user, int number, params (string User, int Number)[] others)
    {
        foreach (var (teacher, lesson) in others.Append((user, number)))
            await client.Conversation(teacher).TeachAsync($"when is hour {lesson}", $"it is at {lesson}", Token);
        var before = (await client.Models.ListAsync(Token)).Serving;
        await client.Training.StartSessionAsync(Token);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            var models = await client.Models.ListAsync(patience.Token);
            if (models.Serving != before && (await client.Training.StatusAsync(patience.Token)).Phase == TrainingPhase.Idle)
                return models.Versions.Single(version => version.Serving);
            // The trainer gives way to whoever asks.
            await Task.Delay(Glance, patience.Token);
            models.Versions.Where(version => version.Standing == ModelStanding.Rejected).Select(version => version.Reason).ShouldBeEmpty();
        }
    }
}
