using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Emotions;

namespace Samantha.Modeling.Tests.Emotions;

public sealed class EmotionModelFolderTests
{
    [Fact]
    public void Write_ThenRead_GivesTheSameScoresUpToRounding()
    {
        using var folder = new TemporaryFolder();
        var model = TinyEmotionModel.Create();
        EmotionModelFolder.Write(folder.Path, model);

        var (linear, recurrent) = Scores(new EmotionClassifier(EmotionModelFolder.Read(folder.Path)));

        var (expectedLinear, expectedRecurrent) = Scores(new EmotionClassifier(model));
        for (var label = 0; label < EmotionLabels.Count; label++)
        {
            linear[label].ShouldBe(expectedLinear[label], 0.05f);
            recurrent[label].ShouldBe(expectedRecurrent[label], 0.05f);
        }
    }

    [Fact]
    public void Write_WhatWasRead_LosesNothingMore()
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        EmotionModelFolder.Write(folder.Path, TinyEmotionModel.Create());
        EmotionModelFolder.Write(other.Path, EmotionModelFolder.Read(folder.Path));

        foreach (var file in Directory.EnumerateFiles(folder.Path).Where(file => EmotionModelFolder.IsPart(Path.GetFileName(file))))
            File.ReadAllBytes(Path.Combine(other.Path, Path.GetFileName(file))).ShouldBe(File.ReadAllBytes(file));
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("vocabulary.txt")]
    [InlineData("model.safetensors")]
    public void Load_FileMissing_SaysWhich(string file)
    {
        using var folder = new TemporaryFolder();
        EmotionModelFolder.Write(folder.Path, TinyEmotionModel.Create());
        File.Delete(Path.Combine(folder.Path, file));

        Should.Throw<CheckpointException>(() => EmotionClassifier.Load(folder.Path)).Path.ShouldEndWith(file);
    }

    [Fact]
    public void Load_AnyFileCutShort_IsRefused()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in new[] { "config.json", "vocabulary.txt", "model.safetensors" })
        {
            foreach (var cut in new[] { 1, 2, 7, 100 })
            {
                EmotionModelFolder.Write(Directory.CreateDirectory(Path.Combine(folder.Path, $"{file}-{cut}")).FullName, TinyEmotionModel.Create());
                var path = Path.Combine(folder.Path, $"{file}-{cut}", file);
                var bytes = File.ReadAllBytes(path);
                File.WriteAllBytes(path, bytes[..Math.Max(bytes.Length / cut / 2, 0)]);

                Should.Throw<CheckpointException>(() => EmotionClassifier.Load(Path.Combine(folder.Path, $"{file}-{cut}")));
            }
        }
    }

    [Theory]
    [InlineData("\"format\": 1", "\"format\": 2")]
    [InlineData("\"admiration\"", "\"hunger\"")]
    [InlineData("\"recurrent_networks\": 2", "\"recurrent_networks\": 0")]
    [InlineData("\"recurrent_networks\": 2", "\"recurrent_networks\": 3")]
    [InlineData("\"intercept\": [", "\"intercept\": [1,")]
    [InlineData("\"model_type\"", "\"model_sort\"")]
    public void Load_ConfigOfSomethingElse_IsRefused(string part, string replacement)
    {
        using var folder = new TemporaryFolder();
        EmotionModelFolder.Write(folder.Path, TinyEmotionModel.Create());
        var path = Path.Combine(folder.Path, "config.json");
        var config = File.ReadAllText(path);
        config.ShouldContain(part);
        File.WriteAllText(path, config.Replace(part, replacement, StringComparison.Ordinal));

        Should.Throw<CheckpointException>(() => EmotionClassifier.Load(folder.Path));
    }

    private static (float[] Linear, float[] Recurrent) Scores(EmotionClassifier classifier)
    {
        var (linear, recurrent) = (new float[EmotionLabels.Count], new float[EmotionLabels.Count]);
        classifier.Score(EmotionTokenizer.Tokenize("i love this, you terrible person"), linear, recurrent);
        return (linear, recurrent);
    }
}
