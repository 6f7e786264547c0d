using Samantha.Training.Optimization;

namespace Samantha.Training.Lessons;

/// <summary>How lessons are learned.</summary>
public sealed record LessonOptions
{
    /// <summary>The rank of low-rank adapters, or null to change all weights.</summary>
    public int? Rank { get; init; }

    public double LearningRate { get; init; } = 3e-4;

    /// <summary>The most steps.</summary>
    public int MaxSteps { get; init; } = 120;

    /// <summary>
    /// The most floating-point operations, by the usual estimate of six for each parameter and token (Kaplan et al. 2020); what
    /// is learned by then goes to the gate. It guards against a model too large for its machine, as a bound on time would, but
    /// ends the same session at the same step everywhere. The default is some five minutes of one core.
    /// </summary>
    public double MaxCompute { get; init; } = 2e13;

    /// <summary>Rows of lessons a step.</summary>
    public int LessonRows { get; init; } = 12;

    /// <summary>Rows of anchors a step.</summary>
    public int AnchorRows { get; init; } = 8;

    /// <summary>Tokens that are read of an anchor.</summary>
    public int AnchorLength { get; init; } = 96;

    /// <summary>Anchors that a session rehearses, chosen anew each session.</summary>
    public int AnchorPool { get; init; } = 96;

    /// <summary>The weight of staying with the parent on anchors.</summary>
    public double AnchorWeight { get; init; } = 10.0;

    /// <summary>Questions near each lesson's, on which the model is held to its parent's replies too.</summary>
    public int NearQuestions { get; init; } = 4;

    /// <summary>Rows of near questions a step.</summary>
    public int NearRows { get; init; } = 6;

    /// <summary>Steps after everything is learned in which the learning rate comes down and the anchors weigh more.</summary>
    public int CooldownSteps { get; init; } = 16;

    /// <summary>How much more the anchors weigh in those steps.</summary>
    public double CooldownAnchors { get; init; } = 4.0;

    /// <summary>Steps between two looks at whether everything is learned.</summary>
    public int CheckEvery { get; init; } = 5;

    /// <summary>Steps between checkpoints.</summary>
    public int CheckpointEvery { get; init; } = 10;

    /// <summary>An answer is learned when each of its tokens is the likeliest one and at least this likely.</summary>
    public double Confidence { get; init; } = 0.5;

    public Precision Precision { get; init; } = Precision.Auto;
}
