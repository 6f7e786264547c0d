using System.Security.Cryptography;
using Samantha.Contracts.Problems;
using Samantha.Grains.Models;
using Samantha.Modeling.Checkpoints;
using Samantha.Testing;

namespace Samantha.Silo.Tests.Storage;

/// <summary>What a model store promises, whatever its engine.</summary>
public abstract class ModelStoreContract : IAsyncLifetime
{
    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected TemporaryFolder Folder { get; } = new();

    private protected IModelStore Store { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Prepare();
        Store = Open();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Makes the place of the versions.</summary>
    private protected virtual Task Prepare() => Task.CompletedTask;

    /// <summary>Another store over the same place, as after a restart.</summary>
    private protected abstract IModelStore Open();

    [Fact]
    public async Task Publish_Candidate_IsNamedByItsWeightsAndReadsBackAfterARestart()
    {
        var manifest = await Publish("weights", 3);

        manifest.Id.ShouldBe($"v3-{(await Store.DigestOf(Folder["weights"], Token))[..12]}");
        foreach (var store in (IModelStore[])[Store, Open()])
        {
            var located = await store.Locate(manifest.Id, Token);
            (await File.ReadAllTextAsync(Path.Combine(located, WeightFiles.SingleFile), Token)).ShouldBe("weights");
            var listed = (await store.List(Token)).ShouldHaveSingleItem();
            listed.LessonPositions.ShouldBe([4, 5]);
            listed.Metrics["learned"].ShouldBe(0.5);
            (listed.Parent, listed.Rejection, listed.Seed, listed.CreatedAt).ShouldBe(("v2-000000000000", "no", 7, manifest.CreatedAt));
            listed.Files.Keys.ShouldBe(["config.json", WeightFiles.SingleFile], ignoreOrder: true);
        }
    }

    [Fact]
    public async Task Publish_LargeEmptyAndOddlyNamedFiles_ComeBackAsTheyWere()
    {
        var content = new byte[300_001];
        new Random(7).NextBytes(content);
        Write("model", WeightFiles.SingleFile, content);
        Write("model", "empty.txt", []);
        Write("model", "naïve name ü.json", [1, 2, 3]);
        Write("model", "twin.json", [1, 2, 3]);
        var manifest = await Store.Publish(Candidate(Folder["model"]), 1, Token);

        var located = await Store.Locate(manifest.Id, Token);
        (await File.ReadAllBytesAsync(Path.Combine(located, WeightFiles.SingleFile), Token)).ShouldBe(content);
        new FileInfo(Path.Combine(located, "empty.txt")).Length.ShouldBe(0);
        foreach (var twin in (string[])["naïve name ü.json", "twin.json"])
            (await File.ReadAllBytesAsync(Path.Combine(located, twin), Token)).ShouldBe([1, 2, 3]);
        manifest.Files[WeightFiles.SingleFile].ShouldBe(Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    [Fact]
    public async Task Publish_SameAgain_ReturnsWhatIsThereAndChangesNothing()
    {
        var manifest = await Publish("weights", 1);
        Write("weights", "config.json", "{ }"u8);
        foreach (var store in (IModelStore[])[Store, Open()])
        {
            var again = await store.Publish(Candidate(Folder["weights"]), 1, Token);
            (again.Id, again.CreatedAt).ShouldBe((manifest.Id, manifest.CreatedAt));
            again.Files["config.json"].ShouldBe(manifest.Files["config.json"]);
        }

        (await Store.List(Token)).ShouldHaveSingleItem().CreatedAt.ShouldBe(manifest.CreatedAt);
    }

    [Fact]
    public async Task Publish_ManyWritersOfOneId_AllHaveTheOneVersion()
    {
        Write("weights", WeightFiles.SingleFile, "weights"u8);
        IModelStore[] stores = [Open(), Open(), Open()];
        var manifests = await Task.WhenAll(Enumerable.Range(0, 9).Select(i => Task.Run(() => stores[i % 3].Publish(Candidate(Folder["weights"]), 1, Token))));

        var stored = (await Store.List(Token)).ShouldHaveSingleItem();
        manifests.ShouldAllBe(manifest => manifest.Id == stored.Id && manifest.CreatedAt == stored.CreatedAt);
        await Store.Locate(stored.Id, Token);
    }

    [Fact]
    public async Task Find_Version_IsItsManifestOrNull()
    {
        var manifest = await Publish("weights", 1);
        (await Open().Find(manifest.Id, Token))!.LessonPositions.ShouldBe([4, 5]);
        foreach (var none in (string[])["v9-000000000000", "../weights", "", ".."])
            (await Store.Find(none, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Publish_SameWeightsUnderOtherNumbers_AreVersionsOfTheirOwn()
    {
        var first = await Publish("weights", 1);
        var second = await Publish("weights", 2);

        (await Store.Delete(first.Id, Token)).ShouldBeTrue();
        var located = await Store.Locate(second.Id, Token);
        File.Exists(Path.Combine(located, WeightFiles.SingleFile)).ShouldBeTrue();
        (await Open().Locate(second.Id, Token)).ShouldBe(located);
    }

    [Fact]
    public async Task Publish_Cancelled_LeavesNoVersion()
    {
        Write("weights", WeightFiles.SingleFile, "weights"u8);
        await Should.ThrowAsync<OperationCanceledException>(() => Store.Publish(Candidate(Folder["weights"]), 1, new CancellationToken(true)));
        (await Store.List(Token)).ShouldBeEmpty();
        await Store.Publish(Candidate(Folder["weights"]), 1, Token);
    }

    [Fact]
    public async Task Publish_NoWeights_SaysWhatToDo()
    {
        Directory.CreateDirectory(Folder["empty"]);
        await Should.ThrowAsync<VersionNotServableException>(() => Store.Publish(Candidate(Folder["empty"]), 1, Token));
        await Should.ThrowAsync<VersionNotServableException>(() => Store.DigestOf(Folder["empty"], Token));
    }

    [Fact]
    public async Task List_Several_AreOldestFirst()
    {
        (await Store.List(Token)).ShouldBeEmpty();
        foreach (var sequence in (long[])[10, 2, 1])
            await Publish($"weights {sequence}", sequence);
        (await Store.List(Token)).Select(manifest => manifest.Sequence).ShouldBe([1, 2, 10]);
    }

    [Theory]
    [InlineData("v9-000000000000")]
    [InlineData("../weights")]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("v1-000000000000\n")]
    public async Task Locate_Unknown_Throws(string version)
    {
        await Publish("weights", 1);
        await Should.ThrowAsync<UnknownVersionException>(() => Store.Locate(version, Token));
        (await Store.Delete(version, Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task Locate_ManyAtOnce_GetOneFolder()
    {
        var manifest = await Publish("weights", 1);
        IModelStore[] stores = [Open(), Open(), Open()];
        var folders = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => stores[i % 3].Locate(manifest.Id, Token)));
        folders.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Locate_Cancelled_DoesNotKeepOthersFromIt()
    {
        var manifest = await Publish("weights", 1);
        await Should.ThrowAsync<OperationCanceledException>(() => Store.Locate(manifest.Id, new CancellationToken(true)));
        await Store.Locate(manifest.Id, Token);
    }

    [Fact]
    public async Task Delete_Version_IsGone()
    {
        var manifest = await Publish("weights", 1);
        var other = await Publish("other", 2);
        await Store.Locate(manifest.Id, Token);

        (await Store.Delete(manifest.Id, Token)).ShouldBeTrue();
        (await Store.Delete(manifest.Id, Token)).ShouldBeFalse();

        (await Store.List(Token)).ShouldHaveSingleItem().Id.ShouldBe(other.Id);
        await Should.ThrowAsync<UnknownVersionException>(() => Store.Locate(manifest.Id, Token));
        await Should.ThrowAsync<UnknownVersionException>(() => Open().Locate(manifest.Id, Token));
        await Store.Locate(other.Id, Token);
    }

    private protected async Task<ModelManifest> Publish(string weights, long sequence)
    {
        Write(weights, WeightFiles.SingleFile, System.Text.Encoding.UTF8.GetBytes(weights));
        Write(weights, "config.json", "{}"u8);
        return await Store.Publish(Candidate(Folder[weights]), sequence, Token);
    }

    private protected void Write(string folder, string file, ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(Folder[folder]);
        File.WriteAllBytes(Path.Combine(Folder[folder], file), content);
    }

    private protected static ModelCandidate Candidate(string folder) =>
        new(folder, "v2-000000000000", "test", 7, new Dictionary<string, double> { ["learned"] = 0.5 }, [4, 5], "digest", "no");
}
