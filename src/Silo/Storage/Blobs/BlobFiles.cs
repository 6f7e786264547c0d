using System.Buffers.Binary;
using System.Security.Cryptography;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Samantha.Silo.Storage.Models;

namespace Samantha.Silo.Storage.Blobs;

/// <summary>
/// Files under the names of their contents: <c>files/&lt;SHA-256&gt;</c>. Equal files are one; a file is there whole or not at
/// all, and never changes. A transfer that was cut goes on where it stopped.
/// </summary>
/// <param name="container">Where they are.</param>
/// <param name="blockSize">How many bytes are sent at a time, and lost at most when a transfer is cut.</param>
internal sealed class BlobFiles(BlobContainerClient container, int blockSize)
{
    private const string Prefix = "files/";
    private const int Attempts = 3;

    /// <summary>Uploads a file, unless it is there.</summary>
    /// <exception cref="InvalidDataException">The file's content is not that of the hash.</exception>
    public async Task Upload(string path, string hash, CancellationToken cancellationToken)
    {
        var blob = container.GetBlockBlobClient(Prefix + hash);
        if (await Touch(blob, cancellationToken))
            return;

        // A block is named by its place and content: what an earlier attempt sent is found again, and is right.
        var sent = await Sent(blob, cancellationToken);
        var blocks = new List<string>();
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan | FileOptions.Asynchronous, BufferSize = 0 });
        var buffer = new byte[Math.Min(blockSize, Math.Max(file.Length, 1))];
        while (await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken) is > 0 and var count)
        {
            var block = buffer.AsMemory(0, count);
            whole.AppendData(block.Span);
            var id = BlockId(blocks.Count, block.Span);
            if (!sent.Contains(id))
                await Send(blob, id, buffer, count, cancellationToken);
            blocks.Add(id);
        }

        if (Convert.ToHexStringLower(whole.GetHashAndReset()) != hash)
            throw new InvalidDataException("A file of the model changed while it was stored. Leave the folder alone until it is, and try again.");
        try
        {
            await blob.CommitBlockListAsync(blocks, new CommitBlockListOptions { Conditions = new() { IfNoneMatch = ETag.All } }, cancellationToken);
        }
        catch (RequestFailedException error) when (BlobProblems.IsTaken(error))
        {
            // Someone else stored the same, or an attempt whose answer was lost did.
        }
    }

    /// <summary>Downloads a file, going on after what is there of it already, and verifies it.</summary>
    /// <exception cref="RequestFailedException">It is not there, or cannot be reached; what has come stays for the next attempt.</exception>
    /// <returns>Whether it came as it was stored.</returns>
    public async Task<bool> Download(string hash, string path, CancellationToken cancellationToken)
    {
        var blob = container.GetBlobClient(Prefix + hash);
        var size = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ContentLength;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            await Continue(blob, path, size, cancellationToken);
            if (await ModelFiles.HashOf(path, cancellationToken) == hash)
                return true;
            File.Delete(path);
        }

        return false;
    }

    /// <summary>Deletes what nobody refers to and nobody has used since a time.</summary>
    public async Task Sweep(IReadOnlySet<string> referred, DateTimeOffset unusedSince, CancellationToken cancellationToken)
    {
        await foreach (var item in container.GetBlobsAsync(prefix: Prefix, cancellationToken: cancellationToken))
        {
            if (referred.Contains(item.Name[Prefix.Length..]) || item.Properties.LastModified >= unusedSince)
                continue;
            try
            {
                await container.GetBlobClient(item.Name).DeleteIfExistsAsync(
                    conditions: new() { IfMatch = item.Properties.ETag }, cancellationToken: cancellationToken);
            }
            catch (RequestFailedException error) when (BlobProblems.IsTaken(error))
            {
                // Used again since it was listed.
            }
        }
    }

    private static async Task Continue(BlobClient blob, string path, long size, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write);
        if (file.Length > size)
            file.SetLength(0);
        file.Seek(0, SeekOrigin.End);
        if (file.Length == size)
            return;
        using var rest = (await blob.DownloadStreamingAsync(new BlobDownloadOptions { Range = new HttpRange(file.Length) }, cancellationToken)).Value;
        await rest.Content.CopyToAsync(file, cancellationToken);
    }

    // Marks it as used, so that no sweep takes it away before a manifest refers to it.
    private static async Task<bool> Touch(BlockBlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            await blob.SetMetadataAsync(new Dictionary<string, string>(), cancellationToken: cancellationToken);
            return true;
        }
        catch (RequestFailedException error) when (BlobProblems.IsMissing(error))
        {
            return false;
        }
    }

    private static async Task<HashSet<string>> Sent(BlockBlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            var list = await blob.GetBlockListAsync(BlockListTypes.Uncommitted, cancellationToken: cancellationToken);
            return [.. list.Value.UncommittedBlocks.Select(block => block.Name)];
        }
        catch (RequestFailedException error) when (BlobProblems.IsMissing(error))
        {
            return [];
        }
    }

    private static async Task Send(BlockBlobClient blob, string id, byte[] buffer, int count, CancellationToken cancellationToken)
    {
        // The service checks what arrived.
        var validated = new BlockBlobStageBlockOptions { TransferValidation = new() { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 } };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var content = new MemoryStream(buffer, 0, count, writable: false);
                await blob.StageBlockAsync(id, content, validated, cancellationToken);
                return;
            }
            catch (RequestFailedException error) when (error.Status == 400 && attempt < Attempts)
            {
                // Damaged on the way: sent again.
            }
        }
    }

    private static string BlockId(int place, ReadOnlySpan<byte> content)
    {
        Span<byte> id = stackalloc byte[sizeof(int) + SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt32BigEndian(id, place);
        SHA256.HashData(content, id[sizeof(int)..]);
        return Convert.ToBase64String(id);
    }
}
