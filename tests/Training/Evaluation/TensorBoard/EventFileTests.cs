using FsCheck;
using FsCheck.Fluent;
using Samantha.Training.Evaluation.TensorBoard;

namespace Samantha.Training.Tests.Evaluation.TensorBoard;

public sealed class EventFileTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 3, 2, 1, 500, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Scalars_AnyTagsAndValues_AreReadAsWritten() => Prop.ForAll(
        ArbMap.Default.ArbFor<(NonNull<string> Tag, float Value)[]>(),
        ArbMap.Default.ArbFor<long>(),
        (values, step) =>
        {
            // Text that is no Unicode has no bytes to be read back from.
            var written = values.Select(value => KeyValuePair.Create(value.Tag.Get, (double)value.Value)).Where(value => !value.Key.Any(char.IsSurrogate)).ToList();
            var run = folder[Guid.NewGuid().ToString("n")];
            using (var file = new EventFile(run, new FixedTime(Now)))
                file.Scalars(step, written);

            var events = EventFileReader.ReadRun(run);
            events.Count.ShouldBe(2);
            events[1].Step.ShouldBe(step);
            events[1].Summary.Value.Select(value => (value.Tag, value.SimpleValue)).ShouldBe(written.Select(value => (value.Key, (float)value.Value)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void File_Any_BeginsWithTheVersionAndTellsTheTime()
    {
        using (var file = new EventFile(folder["run"], new FixedTime(Now)))
            file.Scalars(3, [KeyValuePair.Create("loss", 0.5)]);

        var events = EventFileReader.ReadRun(folder["run"]);
        events[0].FileVersion.ShouldBe("brain.Event:2");
        events.ShouldAllBe(entry => entry.WallTime == Now.ToUnixTimeMilliseconds() / 1000.0);
    }

    [Fact]
    public void Text_Markdown_IsAStringTensorOfTheTextPlugin()
    {
        using (var file = new EventFile(folder["run"], new FixedTime(Now)))
            file.Text(7, "stream/R", "| task | share |\n|---|---|\n| 1 | 0,9 ü |");

        var value = EventFileReader.ReadRun(folder["run"])[1].Summary.Value.ShouldHaveSingleItem();
        value.Tag.ShouldBe("stream/R");
        value.Metadata.PluginData.PluginName.ShouldBe("text");
        value.Tensor.Dtype.ShouldBe(7);
        value.Tensor.TensorShape.Dim.ShouldBeEmpty();
        value.Tensor.StringVal.ShouldHaveSingleItem().ToStringUtf8().ShouldEndWith("| 1 | 0,9 ü |");
    }

    [Fact]
    public void Dispose_NothingWritten_LeavesNoFile()
    {
        new EventFile(folder["run"], new FixedTime(Now)).Dispose();
        Directory.Exists(folder["run"]).ShouldBeFalse();
    }

    [Fact]
    public void Open_AfterACrashInTheMidstOfARecord_SpoilsNothingThatIsWhole()
    {
        using (var file = new EventFile(folder["run"], new FixedTime(Now)))
            Write(file, from: 0, to: 3);
        var torn = EventFileReader.Files(folder["run"]).ShouldHaveSingleItem();
        using (var stream = new FileStream(torn, FileMode.Open))
            stream.SetLength(stream.Length - 5);

        // The clock has not moved since, or was even set back.
        using (var file = new EventFile(folder["run"], new FixedTime(Now - TimeSpan.FromHours(1))))
            Write(file, from: 2, to: 5);

        EventFileReader.Files(folder["run"])[0].ShouldBe(torn);
        EventFileReader.ReadRun(folder["run"]).Where(entry => entry.Summary is not null).Select(entry => entry.Step).ShouldBe([0, 1, 2, 3, 4]);
    }

    [Fact]
    public void Write_FullFile_GoesOnInAnotherAndTheOldestGo()
    {
        using (var file = new EventFile(folder["run"], new FixedTime(Now), mostBytes: 200, mostFiles: 3))
            Write(file, from: 0, to: 100);

        var files = EventFileReader.Files(folder["run"]);
        files.Count.ShouldBe(3);
        files.ShouldAllBe(path => EventFileReader.Read(path)[0].FileVersion == "brain.Event:2");
        var steps = EventFileReader.ReadRun(folder["run"]).Where(entry => entry.Summary is not null).Select(entry => entry.Step).ToList();
        steps.ShouldBe(Enumerable.Range(100 - steps.Count, steps.Count).Select(step => (long)step));
    }

    private static void Write(EventFile file, int from, int to)
    {
        for (var step = from; step < to; step++)
            file.Scalars(step, [KeyValuePair.Create("loss", 1.0 / (step + 1))]);
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
