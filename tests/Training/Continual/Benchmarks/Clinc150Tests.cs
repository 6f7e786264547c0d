using Samantha.Training.Continual.Benchmarks;
using Samantha.Training.Data;

namespace Samantha.Training.Tests.Continual.Benchmarks;

public sealed class Clinc150Tests
{
    private const string Domains = """{"money": ["pay", "save"], "home": ["cook", "clean"]}""";

    [Fact]
    public void Read_DataSet_NumbersIntentsDomainByDomain()
    {
        using var folder = Folder("""{"train": [["Wash up", "clean"], ["pay me", "pay"]], "oos_test": [["why", "oos"]]}""");
        var data = Clinc150.Read(folder.Path);
        data.Intents.ShouldBe(["pay", "save", "cook", "clean"]);
        data.Split("train").Select(query => (query.Text, query.Class)).ShouldBe([("wash up", 3), ("pay me", 0)]);
        data.OutOfScopeSplit("test").ShouldHaveSingleItem().Class.ShouldBe(-1);
        data.Split("train").Select(query => data.DomainOf(query.Class)).ShouldBe([1, 0]);
    }

    [Fact]
    public void Read_UnknownIntent_SaysWhereAndNotWhat()
    {
        using var folder = Folder("""{"train": [["pay me", "pay"], ["a secret", "hide"]]}""");
        var message = Should.Throw<TrainingDataException>(() => Clinc150.Read(folder.Path)).Message;
        message.ShouldContain("entry 2");
        message.ShouldNotContain("secret");
    }

    [Fact]
    public void Read_NoFolder_SaysWhichFolderIsWanted() =>
        Should.Throw<TrainingDataException>(() => Clinc150.Read("/nowhere")).Message.ShouldContain("CLINC150");

    [Fact]
    public void Read_NoJson_SaysWhichFile()
    {
        using var folder = Folder("not JSON");
        Should.Throw<TrainingDataException>(() => Clinc150.Read(folder.Path)).Message.ShouldContain("data_full.json");
    }

    private static TemporaryFolder Folder(string data)
    {
        var folder = new TemporaryFolder();
        File.WriteAllText(folder["domains.json"], Domains);
        File.WriteAllText(folder["data_full.json"], data);
        return folder;
    }
}
