using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Samantha.Contracts.Problems;
using Samantha.Grains.Models;
using Samantha.Modeling.Checkpoints;
using Samantha.Silo.Storage.Blobs;
using Samantha.Silo.Tests.Servers;

namespace Samantha.Silo.Tests.Storage.Blobs;

public sealed class BlobModelStoreTests(AzuriteServer server) : ModelStoreContract
{
    private const int BlockSize = 64 * 1024;
    private const int MostKept = 3;

    private readonly ShiftedTime _time = new();
    private readonly Wire _wire = new();
    private readonly string _container = server.NewContainer();

    private BlobContainerClient Container => BlobAccount.Container(server.ConnectionString, _container);

    private protected override async Task Prepare()
    {
        await server.Started();
        (await new BlobReadiness(Container).Prepare(Token)).ShouldBeNull();
    }

    private protected override IModelStore Open() => Open("cache");

    [Fact]
    public async Task Locate_SilosOfOneHost_FetchOnce()
    {
        var manifest = await PublishLarge();
        IModelStore[] silos = [Open(), Open(), Open()];
        var before = _wire.Count("GET");

        await Task.WhenAll(silos.Select(silo => silo.Locate(manifest.Id, Token)));

        // The manifest and one file.
        (_wire.Count("GET") - before).ShouldBe(2);
        await Open("other host").Locate(manifest.Id, Token);
        (_wire.Count("GET") - before).ShouldBe(4);
    }

    [Fact]
    public async Task Locate_CutOnTheWay_GoesOnWhereItStopped()
    {
        var manifest = await PublishLarge();
        _wire.BytesUntilCut = 3 * BlockSize;
        await Should.ThrowAsync<StorageUnavailableException>(() => Open().Locate(manifest.Id, Token));
        _wire.BytesUntilCut = null;
        _wire.Received = 0;

        var located = await Open().Locate(manifest.Id, Token);

        (await File.ReadAllBytesAsync(Path.Combine(located, WeightFiles.SingleFile), Token)).ShouldBe(Large());
        // What had come before the cut did not come again.
        _wire.Received.ShouldBeInRange(1, Large().Length - (2 * BlockSize));
        Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(located)!, ".fetching-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Locate_DamagedOnTheWay_IsFetchedAgain()
    {
        var manifest = await PublishLarge();
        _wire.DownloadsToDamage = 1;

        var located = await Open().Locate(manifest.Id, Token);

        (await File.ReadAllBytesAsync(Path.Combine(located, WeightFiles.SingleFile), Token)).ShouldBe(Large());
        _wire.DownloadsToDamage.ShouldBe(0);
    }

    [Fact]
    public async Task Locate_DamagedInTheStore_IsNeverHandedOut()
    {
        var manifest = await PublishLarge();
        var hash = manifest.Files[WeightFiles.SingleFile];
        await Container.GetBlobClient($"files/{hash}").UploadAsync(BinaryData.FromString("damaged"), overwrite: true, Token);

        var error = await Should.ThrowAsync<VersionNotServableException>(() => Store.Locate(manifest.Id, Token));
        error.Message.ShouldContain("backup");
        await Container.DeleteBlobAsync($"files/{hash}", cancellationToken: Token);
        await Should.ThrowAsync<VersionNotServableException>(() => Store.Locate(manifest.Id, Token));
        await Container.GetBlobClient($"files/{hash}").UploadAsync(BinaryData.FromBytes(Large()), overwrite: true, Token);
        await Store.Locate(manifest.Id, Token);
    }

    [Fact]
    public async Task Locate_FetchedCopyDamaged_IsFetchedAgain()
    {
        var manifest = await PublishLarge();
        var path = Path.Combine(await Store.Locate(manifest.Id, Token), WeightFiles.SingleFile);
        await File.WriteAllTextAsync(path, "damaged", Token);

        await Open().Locate(manifest.Id, Token);

        (await File.ReadAllBytesAsync(path, Token)).ShouldBe(Large());
    }

    [Fact]
    public async Task Locate_FetchedBefore_NeedsNoStore()
    {
        var manifest = await PublishLarge();
        await Store.Locate(manifest.Id, Token);
        await Container.DeleteAsync(cancellationToken: Token);

        await Open().Locate(manifest.Id, Token);
    }

    [Fact]
    public async Task Locate_MoreThanAreKept_DropsTheLeastUsedAndFetchesThemAgain()
    {
        var ids = new List<string>();
        for (var sequence = 1; sequence <= MostKept + 1; sequence++)
        {
            ids.Add((await Publish($"weights {sequence}", sequence)).Id);
            await Store.Locate(ids[^1], Token);
            _time.Advance(TimeSpan.FromSeconds(1));
            // Another silo of the host, which uses the first again.
            await Open().Locate(ids[0], Token);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Directory.EnumerateDirectories(Folder["cache"], "v*").Select(Path.GetFileName).ShouldBe([ids[0], ids[2], ids[3]], ignoreOrder: true);
        Directory.Exists(await Store.Locate(ids[1], Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task Publish_CutOnTheWay_IsInvisibleAndGoesOnWhereItStopped()
    {
        Write("large", WeightFiles.SingleFile, Large());
        _wire.UploadsUntilCut = 3;
        await Should.ThrowAsync<StorageUnavailableException>(() => Store.Publish(Candidate(Folder["large"]), 1, Token));
        (await Store.List(Token)).ShouldBeEmpty();
        _wire.UploadsUntilCut = null;
        _wire.Sent = 0;

        // After a crash the version gets another number.
        var manifest = await Open().Publish(Candidate(Folder["large"]), 2, Token);

        _wire.Sent.ShouldBeInRange(1, Large().Length - (2 * BlockSize));
        var located = await Store.Locate(manifest.Id, Token);
        (await File.ReadAllBytesAsync(Path.Combine(located, WeightFiles.SingleFile), Token)).ShouldBe(Large());
    }

    [Fact]
    public async Task Publish_DamagedOnTheWay_IsSentAgain()
    {
        _wire.UploadsToDamage = 2;
        var manifest = await PublishLarge();

        _wire.UploadsToDamage.ShouldBe(0);
        var located = await Store.Locate(manifest.Id, Token);
        (await File.ReadAllBytesAsync(Path.Combine(located, WeightFiles.SingleFile), Token)).ShouldBe(Large());
    }

    [Fact]
    public async Task Publish_SameFilesAgain_AreNotSentAgain()
    {
        await PublishLarge();
        _wire.Sent = 0;
        await Store.Publish(Candidate(Folder["large"]), 2, Token);
        _wire.Sent.ShouldBeLessThan(BlockSize);
    }

    [Fact]
    public async Task Publish_AnswerLost_IsNotTakenForAnothersVersion()
    {
        _wire.ManifestAnswersToLose = 1;
        var manifest = await PublishLarge();
        _wire.ManifestAnswersToLose.ShouldBe(0);
        (await Store.List(Token)).ShouldHaveSingleItem().Id.ShouldBe(manifest.Id);
    }

    [Fact]
    public async Task Delete_FilesOfOthers_StayAndUnusedOnesGo()
    {
        var first = await PublishLarge();
        Write("large", "config.json", "{}"u8);
        var second = await Store.Publish(Candidate(Folder["large"]), 2, Token);

        await Store.Delete(first.Id, Token);
        (await Files()).Count.ShouldBe(2);
        await Store.Delete(second.Id, Token);
        // A writer that has sent them and not yet its manifest could still need them.
        (await Files()).Count.ShouldBe(2);
        _time.Advance(TimeSpan.FromDays(2));
        await Store.Delete(second.Id, Token);
        (await Files()).ShouldBeEmpty();
    }

    [Fact]
    public async Task List_WhatIsNoVersion_IsLeftOut()
    {
        var manifest = await Publish("weights", 1);
        await Container.UploadBlobAsync("versions/v7-nothing.json", BinaryData.FromString("{}"), Token);
        await Container.UploadBlobAsync("versions/v8-000000000000.json", BinaryData.FromString("no json"), Token);
        await Container.UploadBlobAsync(
            "versions/v9-000000000000.json", BinaryData.FromString((await Manifest(manifest.Id)).Replace("config.json", "../config.json").Replace(manifest.Id, "v9-000000000000")), Token);

        (await Store.List(Token)).ShouldHaveSingleItem().Id.ShouldBe(manifest.Id);
        await Should.ThrowAsync<VersionNotServableException>(() => Store.Locate("v9-000000000000", Token));
    }

    [Fact]
    public async Task Any_ContainerMissing_SaysWhatToDo()
    {
        Write("weights", WeightFiles.SingleFile, "weights"u8);
        await Container.DeleteAsync(cancellationToken: Token);

        foreach (var attempt in (Func<Task>[])
            [() => Store.Publish(Candidate(Folder["weights"]), 1, Token), () => Store.List(Token), () => Store.Locate("v1-000000000000", Token)])
            (await Should.ThrowAsync<StorageUnavailableException>(attempt)).Message.ShouldContain("SAMANTHA__Storage__Container");
    }

    private IModelStore Open(string cache)
    {
        var options = BlobAccount.Options();
        options.Retry.MaxRetries = 1;
        options.Retry.Delay = TimeSpan.Zero;
        options.Transport = new Azure.Core.Pipeline.HttpClientTransport(new HttpClient(_wire, disposeHandler: false));
        var logger = NullLogger<BlobModelStore>.Instance;
        return new BlobModelStore(
            BlobAccount.Container(server.ConnectionString, _container, options), new VersionCache(Folder[cache], MostKept, _time, logger), _time, logger, BlockSize);
    }

    private Task<ModelManifest> PublishLarge()
    {
        Write("large", WeightFiles.SingleFile, Large());
        return Store.Publish(Candidate(Folder["large"]), 1, Token);
    }

    private static byte[] Large()
    {
        var content = new byte[(8 * BlockSize) + 5];
        new Random(3).NextBytes(content);
        return content;
    }

    private async Task<string> Manifest(string id) => (await Container.GetBlobClient($"versions/{id}.json").DownloadContentAsync(Token)).Value.Content.ToString();

    private async Task<List<BlobItem>> Files()
    {
        var files = new List<BlobItem>();
        await foreach (var file in Container.GetBlobsAsync(prefix: "files/", cancellationToken: Token))
            files.Add(file);
        return files;
    }
}
