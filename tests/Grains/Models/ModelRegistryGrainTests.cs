using System.Security.Cryptography;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Grains.Models;
using Samantha.Grains.Tests.Doubles;
using Samantha.Modeling.Checkpoints;

namespace Samantha.Grains.Tests.Models;

public sealed class ModelRegistryGrainTests : IAsyncLifetime
{
    private readonly World _world = new();
    private SamanthaCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await _world.Start();

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _world.Dispose();
    }

    [Fact]
    public async Task Publish_SameTwice_IsOneVersion()
    {
        var first = await Publish("weights");
        var second = await Publish("weights");

        second.Id.ShouldBe(first.Id);
        (await _cluster.Registry.List()).Select(version => version.Sequence).ShouldBe([2, 1]);
        first.Id.ShouldStartWith("v2-");
    }

    [Fact]
    public async Task Publish_StoreFailsInBetween_NeverGivesANumberTwice()
    {
        var numbers = new List<long> { (await Publish("a")).Sequence };
        // The version reaches the store, but not the registry's state.
        _world.Storage.OnWrite = (name, body) =>
        {
            if (name == "registry" && body.Contains("\"LastSequence\":3") && _world.Models.List().Result.Count == 3)
                throw new StorageFullException("full");
        };
        await Should.ThrowAsync<StorageFullException>(() => Publish("b"));
        _world.Storage.OnWrite = null;
        numbers.Add((await Publish("c")).Sequence);
        await _cluster.Kill();
        _cluster = await _world.Start();
        numbers.Add((await Publish("d")).Sequence);

        numbers.ShouldBe([2, 4, 5]);
        // What the store had was taken in when the registry came back.
        (await _cluster.Registry.List()).Select(version => version.Sequence).ShouldBe([5, 4, 3, 2, 1]);
    }

    /// <summary>Whoever publishes is killed after every step it takes: whoever goes on makes the same version.</summary>
    [Fact]
    public async Task Publish_InterruptedAnywhere_IsOneVersion()
    {
        var weights = Convert.ToHexStringLower(SHA256.HashData("weights"u8));
        var reservation = await _cluster.Registry.Reserve(weights, null, null);
        reservation.Version.ShouldBeNull();
        await Restart();
        (await _cluster.Registry.Reserve(weights, null, null)).ShouldBe(reservation);
        (await _cluster.Registry.Reserve(weights, "v1-000000000000", null)).Sequence.ShouldNotBe(reservation.Sequence);

        // The version reaches the store, but not the registry.
        _world.Storage.OnWrite = (name, _) => throw (name == "registry" ? new StorageFullException("full") : new InvalidOperationException(name));
        await Should.ThrowAsync<StorageFullException>(() => Publish("weights"));
        _world.Storage.OnWrite = null;
        (await _world.Models.List(TestContext.Current.CancellationToken)).Count.ShouldBe(2);

        var published = await Publish("weights");
        await Restart();
        (await Publish("weights")).Id.ShouldBe(published.Id);
        published.Sequence.ShouldBe(reservation.Sequence);
        (await _cluster.Registry.List()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Admit_NotInTheStore_SaysWhatIsWrong() =>
        (await Should.ThrowAsync<UnknownVersionException>(() => _cluster.Registry.Admit("v9-000000000000"))).Message.ShouldContain("same model store");

    [Fact]
    public async Task Offer_Version_IsRolledOutOnceAndNeverAfterItServed()
    {
        var second = (await Publish("2")).Id;
        var rejected = (await Publish("3", rejection: "It forgot.")).Id;
        var first = (await _cluster.Registry.Current())!;

        (await _cluster.Registry.Offer(first)).ShouldBeFalse();
        (await _cluster.Registry.Offer(rejected)).ShouldBeFalse();
        (await _cluster.Registry.Offer(second)).ShouldBeTrue();
        (await _cluster.Registry.Current()).ShouldBe(first);
        await _cluster.Registry.SetCurrent(second);
        (await _cluster.Registry.Offer(second)).ShouldBeFalse();
        (await _cluster.Registry.Offer(first)).ShouldBeFalse();
    }

    [Fact]
    public async Task SetCurrent_Rejected_IsRefused()
    {
        var rejected = await Publish("bad", rejection: "It forgot.");
        rejected.Standing.ShouldBe(ModelStanding.Rejected);
        rejected.Reason.ShouldBe("It forgot.");
        await Should.ThrowAsync<VersionNotServableException>(() => _cluster.Registry.SetCurrent(rejected.Id));
        await Should.ThrowAsync<UnknownVersionException>(() => _cluster.Registry.SetCurrent("v9-ffffffffffff"));
    }

    [Fact]
    public async Task Previous_AfterRollbacks_PassesOverVersionsTakenBack()
    {
        var first = await _cluster.Registry.Current();
        var second = (await Publish("2")).Id;
        var third = (await Publish("3")).Id;
        await _cluster.Registry.SetCurrent(second);
        await _cluster.Registry.SetCurrent(third);
        (await _cluster.Registry.Previous()).ShouldBe(second);

        await _cluster.Registry.MarkRolledBack(second, "bad");

        (await _cluster.Registry.Previous()).ShouldBe(first);
    }

    [Fact]
    public async Task MarkForgotten_Lessons_MarksWhoLearnedThemAndTheirDescendants()
    {
        var parent = await Publish("p", positions: new long[] { 5, 6 });
        var child = await Publish("c", parent: parent.Id, positions: new long[] { 7 });
        var other = await Publish("o", positions: new long[] { 8 });

        (await _cluster.Registry.MarkForgotten(new long[] { 6 })).ShouldBe([parent.Id, child.Id], ignoreOrder: true);

        (await _cluster.Registry.Find(child.Id)).LearnedFromForgotten.ShouldBeTrue();
        (await _cluster.Registry.Find(other.Id)).LearnedFromForgotten.ShouldBeFalse();
        (await Publish("grandchild", parent: child.Id)).LearnedFromForgotten.ShouldBeTrue();
    }

    private async Task Restart()
    {
        await _cluster.Kill();
        _cluster = await _world.Start();
    }

    private async Task<ModelVersion> Publish(string weights, string? parent = null, string? rejection = null, IReadOnlyList<long>? positions = null)
    {
        var folder = Directory.CreateTempSubdirectory("samantha-candidate-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, WeightFiles.SingleFile), weights);
        try
        {
            return await _cluster.Publish(new ModelCandidate(folder, parent, "test", 1, new Dictionary<string, double>(), positions ?? [], null, rejection));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
