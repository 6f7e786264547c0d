using Samantha.Modeling.Tokenization;

namespace Samantha.Training.Lessons;

/// <summary>What a session works with.</summary>
/// <param name="Job">What to do.</param>
/// <param name="Parent">The version it starts from.</param>
/// <param name="Root">The version that the line began with.</param>
/// <param name="Tokenizer">Their tokenizer.</param>
/// <param name="Examples">The lessons, new ones first.</param>
/// <param name="AtRisk">The earlier lessons that the parent is least sure of, by their place among those rehearsed.</param>
/// <param name="Anchors">The line's anchors.</param>
/// <param name="Pool">Those that this session takes.</param>
internal sealed record SessionMaterial(
    LessonJob Job,
    MeasuredVersion Parent,
    MeasuredVersion Root,
    HuggingFaceTokenizer Tokenizer,
    LessonExamples Examples,
    IReadOnlyList<int> AtRisk,
    AnchorFile Anchors,
    IReadOnlyList<Anchor> Pool);
