using Samantha.Training.Continual.Language;
using Samantha.Training.Data;

namespace Samantha.Training.Tests.Continual.Language;

public sealed class LanguageStreamTests
{
    private static readonly LanguageStreamOptions Options = new() { Domains = ["Banks", "Homes"], RowLength = 16, TrainingRows = 9, MeasuredRows = 4 };

    [Fact]
    public void Read_Domains_ComeInTheirOrderAndWithinTheirBounds()
    {
        using var folder = new TemporaryFolder();
        ServiceDialogues.Write(folder, DataSplit.Train, 12, "Homes_1", "Banks_1", "Media_1");
        ServiceDialogues.Write(folder, DataSplit.Dev, 12, "Banks_2", "Homes_2");
        var stream = LanguageStream.Read(folder.Path, TinyModel.Tokenizer, Options, DataSplit.Dev);
        stream.Select(domain => domain.Name).ShouldBe(["Banks", "Homes"]);
        foreach (var domain in stream)
        {
            domain.Training.Count.ShouldBe(9);
            domain.Measured.Count.ShouldBe(4);
            Text(domain.Training).ShouldContain($"{domain.Name}_1");
            Text(domain.Measured).ShouldContain($"{domain.Name}_2");
            domain.Training.Concat(domain.Measured).ShouldAllBe(row => row.Ids.Length <= 16);
            Text(domain.Training).ShouldNotContain("all of them");
        }
    }

    [Fact]
    public void Read_LongDialogues_PredictsEachTokenOnce()
    {
        using var folder = new TemporaryFolder();
        ServiceDialogues.Write(folder, DataSplit.Train, 1, "Banks_1", "Homes_1");
        ServiceDialogues.Write(folder, DataSplit.Test, 1, "Banks_1", "Homes_1");
        var rows = LanguageStream.Read(folder.Path, TinyModel.Tokenizer, Options with { TrainingRows = 100 }, DataSplit.Test)[0].Training;
        rows.Count.ShouldBeGreaterThan(1);
        var said = "user: Banks_1 number 0 please\nassistant: Here is Banks_1 0.\n\n";
        rows.SelectMany(row => row.Labels.Where(label => label != TokenBatch.Ignored)).Select(label => (int)label)
            .ShouldBe(TinyModel.Tokenizer.EncodeLiteral(said).Ids);
    }

    [Fact]
    public void Read_ADomainWithoutDialogues_IsNamed()
    {
        using var folder = new TemporaryFolder();
        ServiceDialogues.Write(folder, DataSplit.Train, 3, "Banks_1");
        ServiceDialogues.Write(folder, DataSplit.Dev, 3, "Banks_1");
        Should.Throw<TrainingDataException>(() => LanguageStream.Read(folder.Path, TinyModel.Tokenizer, Options, DataSplit.Dev)).Message.ShouldContain("Homes");
    }

    private static string Text(IEnumerable<TokenExample> rows) => TinyModel.Tokenizer.Decode([.. rows.SelectMany(row => row.Ids)]);
}
