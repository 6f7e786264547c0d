using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Samantha.Modeling.Tokenization;

namespace Samantha.Training.Data;

/// <summary>Tokenizes sources once and keeps the result in a folder, under a name that tells the tokenizer and the text.</summary>
/// <param name="folder">Where to keep it; created if need be.</param>
/// <param name="tokenizer">The tokenizer; its ids must fit in 16 bits.</param>
public sealed class TokenCache(string folder, HuggingFaceTokenizer tokenizer)
{
    private const int FormatVersion = 1;

    private readonly ushort begin = checked((ushort)(tokenizer.BeginOfSequenceId
        ?? throw new ArgumentException("The tokenizer has no token that begins a sequence.", nameof(tokenizer))));

    /// <summary>The source's documents as tokens.</summary>
    public TokenizedSource Get(TextSource source, CancellationToken cancellationToken = default)
    {
        if (tokenizer.VocabularySize > ushort.MaxValue)
            throw new TrainingDataException("The vocabulary is too large: ids must fit in 16 bits.");
        var documents = source.Read().ToList();
        var path = Path.Combine(folder, $"{source.Name}-{Digest(documents)}.tokens");
        if (File.Exists(path))
            return Read(path, source);

        var result = Tokenize(source, documents, cancellationToken);
        Directory.CreateDirectory(folder);
        Write(path, result);
        return result;
    }

    private TokenizedSource Tokenize(TextSource source, List<Document> documents, CancellationToken cancellationToken)
    {
        var encoded = new ushort[documents.Count][];
        Parallel.For(0, documents.Count, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            var control = tokenizer.Encode(documents[i].Control, addSpecialTokens: false).Ids;
            var text = tokenizer.EncodeLiteral(documents[i].Text).Ids;
            encoded[i] = [begin, .. control.Concat(text).Select(id => (ushort)id)];
        });
        var starts = new int[documents.Count + 1];
        for (var i = 0; i < encoded.Length; i++)
            starts[i + 1] = checked(starts[i] + encoded[i].Length);
        var tokens = new ushort[starts[^1]];
        for (var i = 0; i < encoded.Length; i++)
            encoded[i].CopyTo(tokens, starts[i]);
        return new TokenizedSource(source.Name, source.Passes, tokens, starts);
    }

    private string Digest(List<Document> documents)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(FormatVersion));
        for (var id = 0; id < tokenizer.VocabularySize; id++)
            hash.AppendData(Encoding.UTF8.GetBytes($"{tokenizer.Token(id)}\n"));
        foreach (var document in documents)
        {
            hash.AppendData(BitConverter.GetBytes(document.Text.Length));
            hash.AppendData(Encoding.UTF8.GetBytes(document.Control + document.Text));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static TokenizedSource Read(string path, TextSource source)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        var starts = new int[reader.ReadInt32()];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(starts.AsSpan()));
        var tokens = new ushort[starts[^1]];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(tokens.AsSpan()));
        return new TokenizedSource(source.Name, source.Passes, tokens, starts);
    }

    // Renamed into place, so that a file under its own name is always whole.
    private static void Write(string path, TokenizedSource source)
    {
        var temporary = $"{path}.{Guid.NewGuid():n}.tmp";
        using (var writer = new BinaryWriter(File.Create(temporary)))
        {
            writer.Write(source.Starts.Length);
            writer.Write(MemoryMarshal.AsBytes(source.Starts.AsSpan()));
            writer.Write(MemoryMarshal.AsBytes(source.Tokens.AsSpan()));
        }

        File.Move(temporary, path, overwrite: true);
    }
}
