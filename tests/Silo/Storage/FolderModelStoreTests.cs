using Microsoft.Extensions.Logging.Abstractions;
using Samantha.Contracts.Models;
using Samantha.Contracts.Problems;
using Samantha.Modeling.Checkpoints;
using Samantha.Silo.Storage;

namespace Samantha.Silo.Tests.Storage;

public sealed class FolderModelStoreTests : IDisposable
{
    private readonly StorageFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private FolderModelStore Store => new(_folder["models"], TimeProvider.System, NullLogger<FolderModelStore>.Instance);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Publish_Candidate_IsNamedByItsWeightsAndReadsBack()
    {
        var manifest = await Publish("weights", 3);

        manifest.Id.ShouldBe($"v3-{(await Store.DigestOf(_folder["weights"], Cancelled))[..12]}");
        var located = await Store.Locate(manifest.Id, Cancelled);
        (await File.ReadAllTextAsync(Path.Combine(located, WeightFiles.SingleFile), Cancelled)).ShouldBe("weights");
        var listed = (await Store.List(Cancelled)).ShouldHaveSingleItem();
        listed.LessonPositions.ShouldBe([4, 5]);
        listed.Metrics["learned"].ShouldBe(0.5);
        (listed.Parent, listed.Rejection, listed.Seed).ShouldBe(("v2-000000000000", "no", 7));
        listed.Files.Keys.ShouldBe(["config.json", WeightFiles.SingleFile], ignoreOrder: true);
    }

    [Fact]
    public async Task Publish_SameNumberTwice_IsRefusedAndChangesNothing()
    {
        await Publish("weights", 1);
        await Should.ThrowAsync<IOException>(() => Publish("weights", 1));
        (await Store.List(Cancelled)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("v9-000000000000")]
    [InlineData("../weights")]
    [InlineData("")]
    [InlineData("..")]
    public async Task Locate_Unknown_Throws(string version)
    {
        await Publish("weights", 1);
        await Should.ThrowAsync<UnknownVersionException>(() => Store.Locate(version, Cancelled));
    }

    [Theory]
    [InlineData(WeightFiles.SingleFile)]
    [InlineData("config.json")]
    [InlineData("version.json")]
    public async Task Locate_DamagedFile_SaysWhichAndWhatToDo(string file)
    {
        var manifest = await Publish("weights", 1);
        await File.WriteAllTextAsync(Path.Combine(_folder["models"], manifest.Id, file), "damaged", Cancelled);

        var error = await Should.ThrowAsync<VersionNotServableException>(() => Store.Locate(manifest.Id, Cancelled));
        error.Message.ShouldContain(file);
        error.Message.ShouldContain("backup");
    }

    [Fact]
    public async Task Locate_Restored_IsServedAgain()
    {
        var store = Store;
        var manifest = await Publish("weights", 1);
        var path = Path.Combine(_folder["models"], manifest.Id, "config.json");
        var content = await File.ReadAllTextAsync(path, Cancelled);
        await File.WriteAllTextAsync(path, "damaged", Cancelled);
        await Should.ThrowAsync<VersionNotServableException>(() => store.Locate(manifest.Id, Cancelled));
        await File.WriteAllTextAsync(path, content, Cancelled);

        await store.Locate(manifest.Id, Cancelled);
    }

    [Fact]
    public async Task List_WhatIsNoVersion_IsLeftOut()
    {
        await Publish("weights", 1);
        Directory.CreateDirectory(Path.Combine(_folder["models"], "v7-nothing"));
        Directory.CreateDirectory(Path.Combine(_folder["models"], AtomicFolder.TemporaryPrefix + "v8"));

        (await Store.List(Cancelled)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Publish_NoWeights_SaysWhatToDo()
    {
        Directory.CreateDirectory(_folder["empty"]);
        await Should.ThrowAsync<VersionNotServableException>(() => Store.Publish(Candidate(_folder["empty"]), 1, Cancelled));
        await Should.ThrowAsync<VersionNotServableException>(() => Store.DigestOf(_folder["empty"], Cancelled));
    }

    private async Task<Grains.Models.ModelManifest> Publish(string weights, long sequence)
    {
        Directory.CreateDirectory(_folder[weights]);
        await File.WriteAllTextAsync(Path.Combine(_folder[weights], WeightFiles.SingleFile), weights, Cancelled);
        await File.WriteAllTextAsync(Path.Combine(_folder[weights], "config.json"), "{}", Cancelled);
        return await Store.Publish(Candidate(_folder[weights]), sequence, Cancelled);
    }

    private static ModelCandidate Candidate(string folder) =>
        new(folder, "v2-000000000000", "test", 7, new Dictionary<string, double> { ["learned"] = 0.5 }, [4, 5], "digest", "no");
}
