using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Continual.Language;
using Samantha.Training.Data;

namespace Samantha.Training.Tests.Continual.Language;

public sealed class LanguageBaseTests
{
    [Fact]
    public void Make_Twice_TrainsOnceAndKnowsNothingOfTheDomains()
    {
        using var folder = new TemporaryFolder();
        ServiceDialogues.Write(folder, DataSplit.Train, 3, "Banks_1", "Homes_1", "Media_1");
        var said = new List<string>();
        var making = new LanguageBase(folder.Path, folder["work"], ["Banks", "Homes"]) { Steps = 2 };
        var made = making.Make(said.Add);
        var weights = ModelFolder.WeightsDigest(made);
        said.ShouldContain(line => line.Contains(" 2 steps on 3 dialogues"));
        said.Clear();

        making.Make(said.Add).ShouldBe(made);
        said.ShouldBeEmpty();
        Directory.Delete(made, recursive: true);
        ModelFolder.WeightsDigest(making.Make(said.Add)).ShouldBe(weights);
        var tokens = HuggingFaceTokenizer.Load(made);
        tokens.EncodeLiteral("Media").Ids.Length.ShouldBeLessThan(tokens.EncodeLiteral("Banks").Ids.Length);
    }

    [Fact]
    public void Make_EveryDialogueHasADomain_SaysSo()
    {
        using var folder = new TemporaryFolder();
        ServiceDialogues.Write(folder, DataSplit.Train, 3, "Banks_1");
        Should.Throw<TrainingDataException>(() => new LanguageBase(folder.Path, folder["work"], ["Banks"]).Make(_ => { })).Message.ShouldContain("domains");
    }
}
