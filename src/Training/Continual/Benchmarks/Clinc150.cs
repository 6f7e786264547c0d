using System.Text.Json;
using Samantha.Training.Data;

namespace Samantha.Training.Continual.Benchmarks;

/// <summary>
/// CLINC150 (Larson et al. 2019): short queries of 150 intents in ten domains, and queries of none. A folder with
/// data_full.json, which has pairs of text and intent for each split, and domains.json, which has each domain's intents.
/// </summary>
public sealed class Clinc150
{
    private const string OutOfScope = "oos";

    private readonly Dictionary<string, IReadOnlyList<Query>> splits;

    private Clinc150(IReadOnlyList<string> domains, IReadOnlyList<string> intents, Dictionary<string, IReadOnlyList<Query>> splits)
    {
        (Domains, Intents) = (domains, intents);
        this.splits = splits;
    }

    /// <summary>The domains' names, in their order.</summary>
    public IReadOnlyList<string> Domains { get; }

    /// <summary>The intents' names: those of the first domain, of the second, …; a query's class is its intent's place.</summary>
    public IReadOnlyList<string> Intents { get; }

    /// <summary>The queries of a split that have an intent: train, val or test.</summary>
    public IReadOnlyList<Query> Split(string name) => splits[name];

    /// <summary>The queries of a split that have none; their class is -1.</summary>
    public IReadOnlyList<Query> OutOfScopeSplit(string name) => splits[$"{OutOfScope}_{name}"];

    /// <summary>Reads the data set.</summary>
    /// <param name="folder">Its folder, or the one that holds it as <c>clinc150</c>.</param>
    /// <exception cref="TrainingDataException">It is not there, or not as described; the message says what is missing.</exception>
    public static Clinc150 Read(string folder)
    {
        if (Directory.Exists(Path.Combine(folder, "clinc150")))
            folder = Path.Combine(folder, "clinc150");
        var domains = Json<Dictionary<string, string[]>>(folder, "domains.json");
        var intents = domains.Values.SelectMany(domain => domain).ToList();
        var numbers = intents.Index().ToDictionary(intent => intent.Item, intent => intent.Index);
        numbers.Add(OutOfScope, -1);
        var texts = Json<Dictionary<string, string[][]>>(folder, "data_full.json");
        return new Clinc150([.. domains.Keys], intents, texts.ToDictionary(split => split.Key, split => Queries(split.Key, split.Value, numbers)));
    }

    /// <summary>The domain of a class.</summary>
    public int DomainOf(int @class) => @class / (Intents.Count / Domains.Count);

    private static IReadOnlyList<Query> Queries(string split, string[][] pairs, Dictionary<string, int> numbers) => [.. pairs.Select((pair, i) =>
        pair is [var text, var intent] && numbers.TryGetValue(intent, out var number)
            ? new Query(text.ToLowerInvariant(), number, NgramHashing.Hash(text))
            : throw new TrainingDataException($"data_full.json, {split}, entry {i + 1}: not a text and an intent of domains.json."))];

    private static T Json<T>(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
            throw new TrainingDataException($"{path} is missing: give the folder of the CLINC150 data set, or the one that holds it as clinc150.");
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize<T>(file) ?? throw new TrainingDataException($"{path} is empty.");
        }
        catch (JsonException error)
        {
            throw new TrainingDataException($"{path} is not the JSON of CLINC150 (line {error.LineNumber + 1}).");
        }
    }
}
