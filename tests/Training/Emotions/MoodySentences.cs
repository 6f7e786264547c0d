using Samantha.Modeling.Emotions;
using Samantha.Training.Emotions;

namespace Samantha.Training.Tests.Emotions;

/// <summary>Made-up sentences whose emotion is told by a word or two.</summary>
internal static class MoodySentences
{
    private static readonly (string Label, string[] Words)[] Vocabulary =
    [
        ("joy", ["happy", "delighted", "glad"]),
        ("anger", ["furious", "angry", "mad"]),
        ("gratitude", ["thanks", "thankful", "grateful"]),
        ("neutral", ["table", "tuesday", "train"]),
    ];

    private static readonly string[] Fillers = ["about", "the", "whole", "thing", "today", "really", "so", "my", "friend", "said"];

    public static IReadOnlyList<EmotionExample> Create(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var (label, words) = Vocabulary[random.Next(Vocabulary.Length)];
            var sentence = Enumerable.Range(0, random.Next(3, 9)).Select(_ => Fillers[random.Next(Fillers.Length)]).ToList();
            sentence.Insert(random.Next(sentence.Count), words[random.Next(words.Length)]);
            return new EmotionExample(string.Join(' ', sentence), [EmotionLabels.IndexOf(label)]);
        })];
    }
}
