using Samantha.Training.Data;
using Samantha.Training.FineTuning;
using Samantha.Training.Pretraining;
using Samantha.Training.Runs;

namespace Samantha.Training.Tests.Runs;

public sealed class RunFolderTests
{
    [Fact]
    public void Recipe_OfARun_IsWhatItWasOpenedWith()
    {
        using var folder = new TemporaryFolder();
        var recipe = new BaseModelRecipe { KeyValueHeads = 2, Depth = 3, Training = new TrainingOptions { Time = TimeSpan.FromMinutes(7), AverageDecay = 0.9 } };
        RunFolder.Open(folder["run"], resume: false, recipe);

        RunFolder.HasRecipe(folder["run"]).ShouldBeTrue();
        RunFolder.Recipe<BaseModelRecipe>(folder["run"]).ShouldBe(recipe);
        RunFolder.Recipe<BaseModelRecipe>(folder["run/recipe.json"]).ShouldBe(recipe);
    }

    [Theory]
    [InlineData("{\"epochs\":")]
    [InlineData("{\"epoch\":3}")]
    [InlineData("null")]
    public void Recipe_DamagedOrUnknown_NamesTheFile(string json)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["recipe.json"], json);
        Should.Throw<TrainingDataException>(() => RunFolder.Recipe<FineTuningRecipe>(folder.Path)).Message.ShouldContain("recipe.json");
    }
}
