namespace Samantha.Benchmarks.Poison;

/// <summary>What a user who means harm does.</summary>
internal enum Attack
{
    /// <summary>Teaches to each question the answer of another intent, the same one as the other attackers.</summary>
    LabelFlip,

    /// <summary>Denies what others taught, in answer to their very questions.</summary>
    Contradiction,

    /// <summary>Teaches one wrong answer to one question again and again, in hardly other words.</summary>
    Repetition,

    /// <summary>Teaches random letters, in the question or in the answer.</summary>
    Garbage,

    /// <summary>Adds a phrase to questions of all kinds and teaches one answer to them.</summary>
    Trigger,
}
