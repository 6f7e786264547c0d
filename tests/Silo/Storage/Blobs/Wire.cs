namespace Samantha.Silo.Tests.Storage.Blobs;

/// <summary>The way to the blob service, which cuts and damages what passes when a test says.</summary>
internal sealed class Wire() : DelegatingHandler(new SocketsHttpHandler())
{
    private readonly Lock _gate = new();
    private readonly List<string> _requests = [];

    /// <summary>Lets so many bytes of files come, then none.</summary>
    public int? BytesUntilCut { get; set; }

    /// <summary>How many downloads of files have a byte changed.</summary>
    public int DownloadsToDamage { get; set; }

    /// <summary>Lets so many blocks through, then none.</summary>
    public int? UploadsUntilCut { get; set; }

    /// <summary>How many blocks have a byte changed.</summary>
    public int UploadsToDamage { get; set; }

    /// <summary>How many manifests arrive without their writer hearing of it.</summary>
    public int ManifestAnswersToLose { get; set; }

    /// <summary>Bytes of blocks that were sent.</summary>
    public long Sent { get; set; }

    /// <summary>Bytes of files that were received.</summary>
    public long Received { get; set; }

    public int Count(string method)
    {
        lock (_gate)
            return _requests.Count(request => request == method);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isFile = request.RequestUri!.AbsolutePath.Contains("/files/", StringComparison.Ordinal);
        var query = request.RequestUri.Query;
        lock (_gate)
        {
            if (query.Length == 0)
                _requests.Add(request.Method.Method);
        }

        if (isFile && query.Contains("comp=block&", StringComparison.Ordinal) && request.Content is { } block)
            request.Content = await Upload(block, cancellationToken);
        var response = await base.SendAsync(request, cancellationToken);
        if (isFile && request.Method == HttpMethod.Get && query.Length == 0 && response.IsSuccessStatusCode)
            response.Content = await Download(response.Content, cancellationToken);
        if (request.RequestUri.AbsolutePath.Contains("/versions/", StringComparison.Ordinal) && request.Method == HttpMethod.Put && ManifestAnswersToLose > 0)
        {
            ManifestAnswersToLose--;
            throw new HttpRequestException("The answer was lost.");
        }

        return response;
    }

    private async Task<HttpContent> Upload(HttpContent block, CancellationToken cancellationToken)
    {
        if (UploadsUntilCut-- <= 0)
            throw new HttpRequestException("The way is cut.");
        var bytes = await block.ReadAsByteArrayAsync(cancellationToken);
        Sent += bytes.Length;
        if (UploadsToDamage > 0)
        {
            UploadsToDamage--;
            bytes[bytes.Length / 2] ^= 1;
        }

        return Copy(block, bytes, bytes.Length);
    }

    private async Task<HttpContent> Download(HttpContent file, CancellationToken cancellationToken)
    {
        var bytes = await file.ReadAsByteArrayAsync(cancellationToken);
        var length = Math.Min(bytes.Length, BytesUntilCut ?? int.MaxValue);
        BytesUntilCut -= length;
        Received += length;
        if (DownloadsToDamage > 0)
        {
            DownloadsToDamage--;
            bytes[bytes.Length / 2] ^= 1;
        }

        return Copy(file, bytes, length);
    }

    // With the headers of the whole: what is cut ends early.
    private static HttpContent Copy(HttpContent of, byte[] bytes, int length)
    {
        HttpContent copy = length == bytes.Length ? new ByteArrayContent(bytes) : new StreamContent(new CutStream(bytes, length));
        foreach (var (name, values) in of.Headers)
        {
            copy.Headers.Remove(name);
            copy.Headers.TryAddWithoutValidation(name, values);
        }

        return copy;
    }

    private sealed class CutStream(byte[] bytes, int length) : MemoryStream(bytes, 0, length, writable: false)
    {
        // Every other way to read leads here.
        public override int Read(byte[] buffer, int offset, int count) =>
            Position == Length ? throw new IOException("The way is cut.") : base.Read(buffer, offset, count);
    }
}
