using Microsoft.Extensions.Logging.Abstractions;
using Samantha.Contracts.Problems;
using Samantha.Grains.Models;
using Samantha.Modeling.Checkpoints;
using Samantha.Silo.Storage.Models;

namespace Samantha.Silo.Tests.Storage.Models;

public sealed class FolderModelStoreTests : ModelStoreContract
{
    private readonly ShiftedTime _time = new();

    private protected override IModelStore Open() => new FolderModelStore(Folder["models"], _time, NullLogger<FolderModelStore>.Instance);

    [Fact]
    public async Task Publish_LeftByAKilledProcess_IsSweptAwayAfterADay()
    {
        var left = Directory.CreateDirectory(Path.Combine(Folder["models"], AtomicFolder.TemporaryPrefix + "v1-000000000000-x")).FullName;
        await Publish("weights", 1);
        Directory.Exists(left).ShouldBeTrue();
        _time.Advance(TimeSpan.FromDays(2));
        await Publish("weights", 2);

        Directory.Exists(left).ShouldBeFalse();
    }

    [Fact]
    public async Task Delete_ByAnotherProcess_IsGoneHereToo()
    {
        var manifest = await Publish("weights", 1);
        await Store.Locate(manifest.Id, Token);
        var deleted = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Open().Delete(manifest.Id, Token))));

        deleted.Count(done => done).ShouldBe(1);
        await Should.ThrowAsync<UnknownVersionException>(() => Store.Locate(manifest.Id, Token));
    }

    [Theory]
    [InlineData(WeightFiles.SingleFile)]
    [InlineData("config.json")]
    [InlineData("version.json")]
    public async Task Locate_DamagedFile_SaysWhichAndWhatToDo(string file)
    {
        var manifest = await Publish("weights", 1);
        await File.WriteAllTextAsync(Path.Combine(Folder["models"], manifest.Id, file), "damaged", Token);

        var error = await Should.ThrowAsync<VersionNotServableException>(() => Store.Locate(manifest.Id, Token));
        error.Message.ShouldContain(file);
        error.Message.ShouldContain("backup");
    }

    [Fact]
    public async Task Locate_Restored_IsServedAgain()
    {
        var manifest = await Publish("weights", 1);
        var path = Path.Combine(Folder["models"], manifest.Id, "config.json");
        var content = await File.ReadAllTextAsync(path, Token);
        await File.WriteAllTextAsync(path, "damaged", Token);
        await Should.ThrowAsync<VersionNotServableException>(() => Store.Locate(manifest.Id, Token));
        await File.WriteAllTextAsync(path, content, Token);

        await Store.Locate(manifest.Id, Token);
    }

    [Fact]
    public async Task List_WhatIsNoVersion_IsLeftOut()
    {
        await Publish("weights", 1);
        Directory.CreateDirectory(Path.Combine(Folder["models"], "v7-nothing"));
        Directory.CreateDirectory(Path.Combine(Folder["models"], AtomicFolder.TemporaryPrefix + "v8"));

        (await Store.List(Token)).Count.ShouldBe(1);
    }
}
