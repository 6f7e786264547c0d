namespace Samantha.Modeling.Tokenization.PreTokenizers;

/// <summary>What becomes of a match between two pieces.</summary>
internal enum SplitBehavior
{
    Removed,
    Isolated,
    MergedWithPrevious,
    MergedWithNext,
    Contiguous,
}
