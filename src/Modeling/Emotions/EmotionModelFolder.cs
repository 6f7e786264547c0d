using System.Text;
using Samantha.Modeling.Checkpoints;
using static TorchSharp.torch;

namespace Samantha.Modeling.Emotions;

/// <summary>
/// An emotion classifier on disk: config.json; vocabulary.txt, a word on each line; model.safetensors. The two large
/// matrices are stored in eight bits, each row in units of 1/127 of its greatest element, the rest in sixteen.
/// </summary>
internal static class EmotionModelFolder
{
    private const string VocabularyFile = "vocabulary.txt";
    private const string WeightsFile = "model.safetensors";
    private const float Levels = 127;
    private const string Remedy = "Restore the folder from its source, or train it again with ./platform train emotions.";

    /// <summary>Whether a file of this name belongs to the classifier; others in its folder, such as a card, do not.</summary>
    public static bool IsPart(string name) => name is EmotionConfig.FileName or VocabularyFile or WeightsFile;

    public static EmotionModel Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var config = EmotionConfig.Read(folder);
        var path = Path.Combine(folder, WeightsFile);
        try
        {
            using var file = SafetensorsFile.Open(path);
            var ngrams = new NgramVocabulary(
                [.. Numbers<int>(file, "ngrams.fingerprint", ScalarType.Int32).Select(fingerprint => (uint)fingerprint)],
                Floats(file, "ngrams.idf"));
            var linear = new LinearScorer(ngrams, Rows(file, "linear.weight"), Floats(file, "linear.bias"));
            var words = new WordVocabulary(ReadWords(Path.Combine(folder, VocabularyFile)));
            var recurrent = Enumerable.Range(0, config.RecurrentNetworks).Select(i => ReadRecurrent(file, $"recurrent.{i}")).ToArray();
            return recurrent.All(network => network.Words == words.Count)
                ? new EmotionModel(linear, words, recurrent, config.Calibration)
                : throw new CheckpointException(path, $"does not fit {VocabularyFile}.", Remedy);
        }
        catch (ArgumentException error)
        {
            throw new CheckpointException(path, "holds tensors that do not fit together.", Remedy, error);
        }
    }

    /// <summary>Writes the files into a folder that exists and has none of them.</summary>
    public static void Write(string folder, EmotionModel model)
    {
        new EmotionConfig { Labels = EmotionLabels.Names, RecurrentNetworks = model.Recurrent.Count, Calibration = model.Calibration }.Write(folder);
        File.WriteAllLines(Path.Combine(folder, VocabularyFile), model.Words.Words);

        using var scope = NewDisposeScope();
        var tensors = new List<(string, Tensor)>
        {
            ("ngrams.fingerprint", tensor(model.Linear.Vocabulary.Fingerprints.Select(fingerprint => (int)fingerprint).ToArray())),
            ("ngrams.idf", tensor(model.Linear.Vocabulary.InverseDocumentFrequencies)),
            ("linear.bias", tensor(model.Linear.Biases.ToArray())),
        };
        AddRows(tensors, "linear.weight", model.Linear.Weights.ToArray(), model.Linear.Vocabulary.Count);
        foreach (var (i, network) in model.Recurrent.Index())
        {
            var weights = network.Weights;
            AddRows(tensors, $"recurrent.{i}.embedding", weights.Embedding, network.Words);
            AddDirection(tensors, $"recurrent.{i}.forward", weights.Forward);
            AddDirection(tensors, $"recurrent.{i}.backward", weights.Backward);
            tensors.Add(($"recurrent.{i}.attention", Matrix(weights.Attention, EmotionLabels.Count)));
            tensors.Add(($"recurrent.{i}.output", Matrix(weights.Output, EmotionLabels.Count)));
            tensors.Add(($"recurrent.{i}.bias", tensor(weights.Bias)));
        }

        SafetensorsFile.Write(Path.Combine(folder, WeightsFile), tensors, WeightType.Float16);
    }

    private static RecurrentScorer ReadRecurrent(SafetensorsFile file, string name) => new(new RecurrentWeights(
        Rows(file, $"{name}.embedding"),
        ReadDirection(file, $"{name}.forward"),
        ReadDirection(file, $"{name}.backward"),
        Floats(file, $"{name}.attention"),
        Floats(file, $"{name}.output"),
        Floats(file, $"{name}.bias")));

    private static GatedRecurrentUnit ReadDirection(SafetensorsFile file, string name) => new(
        Floats(file, $"{name}.input"),
        Floats(file, $"{name}.recurrent"),
        Floats(file, $"{name}.input_bias"),
        Floats(file, $"{name}.recurrent_bias"));

    private static void AddDirection(List<(string, Tensor)> tensors, string name, GatedRecurrentUnit unit)
    {
        tensors.Add(($"{name}.input", Matrix(unit.Input, unit.InputBias.Length)));
        tensors.Add(($"{name}.recurrent", Matrix(unit.Recurrent, unit.RecurrentBias.Length)));
        tensors.Add(($"{name}.input_bias", tensor(unit.InputBias)));
        tensors.Add(($"{name}.recurrent_bias", tensor(unit.RecurrentBias)));
    }

    private static string[] ReadWords(string path)
    {
        try
        {
            return File.ReadAllLines(path, Encoding.UTF8);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, "cannot be read.", Remedy, error);
        }
    }

    private static Tensor Matrix(float[] values, int rows) => tensor(values, [rows, values.Length / rows]);

    private static void AddRows(List<(string, Tensor)> tensors, string name, float[] values, int rows)
    {
        var matrix = Matrix(values, rows);
        var greatest = matrix.abs().amax([1], keepdim: true).to(ScalarType.Float16);
        var codes = (matrix / greatest.to(ScalarType.Float32).clamp_min(float.Epsilon) * Levels).round().clamp(-Levels, Levels);
        tensors.Add((name, codes.to(ScalarType.Int8)));
        tensors.Add(($"{name}.greatest", greatest));
    }

    private static float[] Rows(SafetensorsFile file, string name)
    {
        using var scope = NewDisposeScope();
        var codes = file.Read(name);
        var greatest = file.Read($"{name}.greatest");
        return codes.dim() == 2 && greatest.dim() == 2 && greatest.shape[0] == codes.shape[0] && greatest.shape[1] == 1
            ? (codes.to(ScalarType.Float32) * (greatest.to(ScalarType.Float32) / Levels)).data<float>().ToArray()
            : throw new ArgumentException("A matrix and its scales do not fit together.");
    }

    private static float[] Floats(SafetensorsFile file, string name)
    {
        var numbers = Numbers<float>(file, name, ScalarType.Float32);
        return numbers.All(float.IsFinite) ? numbers : throw new ArgumentException("A tensor holds what is not a number.");
    }

    private static T[] Numbers<T>(SafetensorsFile file, string name, ScalarType type)
        where T : unmanaged
    {
        using var scope = NewDisposeScope();
        return file.Read(name).to(type).data<T>().ToArray();
    }
}
