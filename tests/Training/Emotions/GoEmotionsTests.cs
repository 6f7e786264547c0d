using Samantha.Modeling.Emotions;
using Samantha.Training.Emotions;

namespace Samantha.Training.Tests.Emotions;

public sealed class GoEmotionsTests
{
    [Fact]
    public void Read_Lines_AreTextsAndLabels()
    {
        using var folder = Folder("I love it\t18\tabc\nso sad, so angry\t25,2\tdef\n");

        var examples = GoEmotions.Read(folder.Path, "dev");

        examples.Select(example => example.Text).ShouldBe(["I love it", "so sad, so angry"]);
        examples[1].Labels.ShouldBe([25, 2]);
    }

    [Fact]
    public void Read_FolderAbove_FindsIt()
    {
        using var folder = new TemporaryFolder();
        var inner = Directory.CreateDirectory(folder.At("goemotions")).FullName;
        File.WriteAllLines(Path.Combine(inner, "labels.txt"), EmotionLabels.Names);
        File.WriteAllText(Path.Combine(inner, "test.tsv"), "hm\t27\tx\n");

        GoEmotions.Read(folder.Path, "test").Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("no labels")]
    [InlineData("unknown label\t28\tx")]
    [InlineData("negative label\t-1\tx")]
    [InlineData("no number\tjoy\tx")]
    [InlineData("empty\t\tx")]
    public void Read_LineOfAnotherKind_NamesTheLineAndKeepsItsText(string line)
    {
        using var folder = Folder($"fine\t0\tx\n{line}\n");

        var error = Should.Throw<FormatException>(() => GoEmotions.Read(folder.Path, "dev"));

        error.Message.ShouldContain("line 2");
        error.Message.ShouldNotContain(line.Split('\t')[0]);
    }

    [Fact]
    public void Read_PartMissing_SaysWhich()
    {
        using var folder = Folder("fine\t0\tx\n");

        Should.Throw<FileNotFoundException>(() => GoEmotions.Read(folder.Path, "train")).Message.ShouldContain("train.tsv");
    }

    [Fact]
    public void Read_OtherLabels_IsRefused()
    {
        using var folder = Folder("fine\t0\tx\n");
        File.WriteAllLines(folder.At("labels.txt"), EmotionLabels.Names.Reverse());

        Should.Throw<FormatException>(() => GoEmotions.Read(folder.Path, "dev"));
    }

    private static TemporaryFolder Folder(string dev)
    {
        var folder = new TemporaryFolder();
        File.WriteAllLines(folder.At("labels.txt"), EmotionLabels.Names);
        File.WriteAllText(folder.At("dev.tsv"), dev);
        return folder;
    }
}
