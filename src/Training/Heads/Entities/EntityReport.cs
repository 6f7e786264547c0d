using Samantha.Modeling.Heads.Entities;
using Samantha.Training.Evaluation;

namespace Samantha.Training.Heads.Entities;

/// <summary>How well entities are found: one counts only with both its borders and its type.</summary>
/// <param name="Types">Each type's result, in the order of the types.</param>
/// <param name="Micro">The result over all entities.</param>
public sealed record EntityReport(IReadOnlyList<ClassResult> Types, ClassResult Micro)
{
    /// <summary>The mean of the types' F1.</summary>
    public double MacroF1 { get; } = Types.Average(result => result.F1);

    /// <summary>Compares what a tagger finds with the truth.</summary>
    public static EntityReport Measure(EntityTagger tagger, IReadOnlyList<TaggedSentence> sentences)
    {
        var numbers = tagger.Tags.Index().ToDictionary(tag => tag.Item, tag => tag.Index);
        var pairs = sentences
            .Select(sentence => (Found: tagger.Find(sentence.Tokens), True: EntitySpan.Of([.. sentence.Tags.Select(tag => numbers[tag])], tagger.Types)))
            .ToList();
        ClassResult Result(Func<EntitySpan, bool> counted) => ClassResult.From(
            pairs.Sum(pair => pair.Found.Where(counted).Intersect(pair.True).Count()),
            pairs.Sum(pair => pair.Found.Count(counted)),
            pairs.Sum(pair => pair.True.Count(counted)));
        return new EntityReport([.. tagger.Types.Select(type => Result(span => span.Type == type))], Result(_ => true));
    }
}
