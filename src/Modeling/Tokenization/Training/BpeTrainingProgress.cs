namespace Samantha.Modeling.Tokenization.Training;

/// <summary>How far the training of a tokenizer is.</summary>
/// <param name="Texts">Texts read so far.</param>
/// <param name="Words">Distinct words in them.</param>
/// <param name="Merges">Merges learned so far; 0 while texts are read.</param>
/// <param name="TargetMerges">Merges that the vocabulary has room for.</param>
public readonly record struct BpeTrainingProgress(long Texts, int Words, int Merges, int TargetMerges);
