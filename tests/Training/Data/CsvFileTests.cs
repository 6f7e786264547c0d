using Samantha.Training.Data;

namespace Samantha.Training.Tests.Data;

public sealed class CsvFileTests
{
    [Fact]
    public void Read_QuotedFields_HoldCommasQuotesAndLineEnds()
    {
        using var folder = new TemporaryFolder();
        var path = folder["rows.csv"];
        File.WriteAllText(path, "text,category\r\nplain,a\n\"one, \"\"two\"\"\nthree\",b");

        CsvFile.Read(path).Select(row => string.Join('|', row)).ShouldBe(["plain|a", "one, \"two\"\nthree|b"]);
    }

    [Fact]
    public void Read_RowOfAnotherLength_SaysWhich()
    {
        using var folder = new TemporaryFolder();
        var path = folder["rows.csv"];
        File.WriteAllText(path, "text,category\na,b\nc\n");

        Should.Throw<TrainingDataException>(() => CsvFile.Read(path)).Message.ShouldContain("row 3");
    }
}
