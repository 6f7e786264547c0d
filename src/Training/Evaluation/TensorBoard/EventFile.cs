using System.Globalization;

namespace Samantha.Training.Evaluation.TensorBoard;

/// <summary>
/// Writes what TensorBoard shows of a run: scalars and texts over steps, in event files of its own format
/// (<c>tensorboard --logdir</c>). Whoever opens the run anew writes to a new file, so a record that a crash cut off stays the
/// last of its file and spoils nothing; a full file is followed by another, and the oldest go. A file appears with its first
/// event. Not safe for several threads.
/// </summary>
public sealed class EventFile : IDisposable
{
    private const string Prefix = "events.out.tfevents.";
    private const string Format = "brain.Event:2";

    private readonly string folder;
    private readonly TimeProvider time;
    private readonly long mostBytes;
    private readonly int mostFiles;
    private FileStream? file;

    /// <summary>Names a run.</summary>
    /// <param name="folder">The run's folder; TensorBoard calls the run by its path below the folder that it is given.</param>
    /// <param name="time">The clock: events carry their time, and files are named by it.</param>
    /// <param name="mostBytes">A file that is longer than this is followed by another.</param>
    /// <param name="mostFiles">How many files of the run stay, at least 1.</param>
    public EventFile(string folder, TimeProvider time, long mostBytes = 4 << 20, int mostFiles = 16)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mostFiles);
        this.folder = folder;
        this.time = time;
        this.mostBytes = mostBytes;
        this.mostFiles = mostFiles;
    }

    /// <summary>Writes the values of some curves at one step, each in single precision.</summary>
    /// <param name="step">The step, at least 0.</param>
    /// <param name="values">Values by tag; a <c>/</c> in a tag groups it.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Scalars(long step, IEnumerable<KeyValuePair<string, double>> values)
    {
        var summary = new ProtobufMessage();
        foreach (var (tag, value) in values)
            summary.Message(SummaryFields.Value, new ProtobufMessage().Text(ValueFields.Tag, tag).Float(ValueFields.SimpleValue, (float)value));
        Write(step, summary);
    }

    /// <summary>Writes a text at a step.</summary>
    /// <param name="step">The step, at least 0.</param>
    /// <param name="tag">Its name; a <c>/</c> in it groups it.</param>
    /// <param name="markdown">The text; TensorBoard renders Markdown, tables included.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Text(long step, string tag, string markdown)
    {
        const int StringType = 7;
        var plugin = new ProtobufMessage().Message(MetadataFields.PluginData, new ProtobufMessage().Text(PluginFields.Name, "text"));
        var tensor = new ProtobufMessage().Integer(TensorFields.Type, StringType).Message(TensorFields.Shape, new ProtobufMessage()).Text(TensorFields.StringValue, markdown);
        var value = new ProtobufMessage().Text(ValueFields.Tag, tag).Message(ValueFields.Metadata, plugin).Message(ValueFields.Tensor, tensor);
        Write(step, new ProtobufMessage().Message(SummaryFields.Value, value));
    }

    public void Dispose() => file?.Dispose();

    private void Write(long step, ProtobufMessage summary)
    {
        if (file is null || file.Length > mostBytes)
            Begin();
        Append(Event().Integer(EventFields.Step, step).Message(EventFields.Summary, summary));
    }

    private void Begin()
    {
        file?.Dispose();
        Directory.CreateDirectory(folder);
        // Readers take the files by their names' order.
        var files = Directory.GetFiles(folder, Prefix + "*").Order(StringComparer.Ordinal).ToList();
        foreach (var oldest in files.Take(files.Count + 1 - mostFiles))
            File.Delete(oldest);
        var name = Name(time.GetUtcNow().ToUnixTimeMilliseconds());
        if (files is [.., var last] && string.CompareOrdinal(name, last) <= 0)
            name = Name(long.Parse(Path.GetFileName(last)[Prefix.Length..].Split('.')[0], CultureInfo.InvariantCulture) + 1);
        file = new FileStream(name, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        Append(Event().Text(EventFields.FileVersion, Format));
    }

    private string Name(long milliseconds) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{milliseconds:D13}.samantha"));

    private ProtobufMessage Event() => new ProtobufMessage().Double(EventFields.WallTime, time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);

    private void Append(ProtobufMessage message) => file!.Write(RecordFrame.Around(message.Bytes.Span));

    // The numbers of the fields in TensorBoard's event.proto, summary.proto and tensor.proto.
    private static class EventFields
    {
        public const int WallTime = 1, Step = 2, FileVersion = 3, Summary = 5;
    }

    private static class SummaryFields
    {
        public const int Value = 1;
    }

    private static class ValueFields
    {
        public const int Tag = 1, SimpleValue = 2, Tensor = 8, Metadata = 9;
    }

    private static class MetadataFields
    {
        public const int PluginData = 1;
    }

    private static class PluginFields
    {
        public const int Name = 1;
    }

    private static class TensorFields
    {
        public const int Type = 1, Shape = 2, StringValue = 8;
    }
}
