using Samantha.Training.Continual.Strategies;
using Samantha.Training.Lessons.Neurons;
using Samantha.Training.Optimization;

namespace Samantha.Training.Lessons;

/// <summary>How lessons are learned.</summary>
public sealed record LessonOptions
{
    /// <summary>Settings of the strategy that adds neurons.</summary>
    public NeuronOptions Neurons { get; init; } = new();

    /// <summary>The rank of low-rank adapters, from 1; 8 by default. Where it is set and no tuning is, low-rank adapters learn.</summary>
    public int? Rank { get; init; }

    /// <summary>The probability that learning drops a unit of a low-rank adapter's input, in [0, 1).</summary>
    public double Dropout { get; init; }

    /// <summary>Settings of the strategies from papers; descent has those below.</summary>
    public StrategyOptions Strategies { get; init; } = new()
    {
        Memory = 64,
        ReplayBatch = 6,
        DarkWeight = 0.2,
        EwcStrength = 1e4,
        FisherSamples = 64,
        // At weight 1 what the model was sure of and the correction of it end as likely as each other, and rounding decides.
        DistillationWeight = 0.25,
        DistillationTemperature = 1,
    };

    /// <summary>The learning rate of AdamW, by which all strategies but neurons and descent learn; above 0. By default 5e-4 for a model's own weights, 3e-3 for adapters.</summary>
    public double? LearningRate { get; init; }

    /// <summary>How strongly AdamW lets matrices decay, 0 or more.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Whether lessons are also asked in other words while they are learned.</summary>
    public bool Augment { get; init; } = true;

    /// <summary>What is kept at each step of a moving average of what is learned, which then is the candidate, in [0, 1); null takes the last step's.</summary>
    public double? AverageDecay { get; init; }

    /// <summary>Looks that learning goes on for while the loss in words held out does not fall (Prechelt 1998); null waits until everything is learned.</summary>
    public int? Patience { get; init; }

    /// <summary>The weight of what is preferred, beside the lessons themselves.</summary>
    public double PreferenceWeight { get; init; } = 0.1;

    /// <summary>Pairs or replies a step that say what is preferred.</summary>
    public int PreferenceRows { get; init; } = 4;

    /// <summary>How far a step goes, all that is learned together, before momentum; above 0.</summary>
    public double StepLength { get; init; } = 0.5;

    /// <summary>How much of a step the next one repeats, in [0, 1).</summary>
    public double Momentum { get; init; } = 0.5;

    /// <summary>How much of every direction's cost is taken for granted, as a share of the mean direction's; see <see cref="KroneckerMetric"/>. Above 0.</summary>
    public double Ridge { get; init; } = 0.03;

    /// <summary>Anchors that the cost of a change is measured on.</summary>
    public int MetricAnchors { get; init; } = 40;

    /// <summary>How much of the way back to its line's root a session begins with, in [0, 1).</summary>
    public double Return { get; init; } = 0.06;

    /// <summary>The most steps.</summary>
    public int MaxSteps { get; init; } = 30;

    /// <summary>
    /// The most floating-point operations, by the usual estimate of six for each parameter and token (Kaplan et al. 2020); what
    /// is learned by then goes to the gate. It guards against a model too large for its machine, as a bound on time would, but
    /// ends the same session at the same step everywhere. The default is some five minutes of one core.
    /// </summary>
    public double MaxCompute { get; init; } = 2e13;

    /// <summary>Rows of new lessons a step, at least; two for each lesson where that is more, up to <see cref="MostLessonRows"/>.</summary>
    public int LessonRows { get; init; } = 6;

    public int MostLessonRows { get; init; } = 16;

    /// <summary>Rows of earlier lessons a step: those that are lost by turns with those that the parent is least sure of.</summary>
    public int RehearsedRows { get; init; } = 6;

    /// <summary>How many earlier lessons, those that the parent is least sure of, are rehearsed and looked at.</summary>
    public int AtRisk { get; init; } = 64;

    /// <summary>Rows of anchors a step on which the model is held to the line's root; none by default, for the metric does as much at no cost.</summary>
    public int AnchorRows { get; init; }

    /// <summary>Tokens that are read of an anchor.</summary>
    public int AnchorLength { get; init; } = 96;

    /// <summary>Anchors that a session takes other dialogues and words from, chosen anew each session.</summary>
    public int AnchorPool { get; init; } = 96;

    /// <summary>The weight of staying with the root on anchors.</summary>
    public double AnchorWeight { get; init; } = 10.0;

    /// <summary>Questions near each lesson's, on which the model is held to its parent's replies.</summary>
    public int NearQuestions { get; init; } = 4;

    /// <summary>Rows of near questions a step.</summary>
    public int NearRows { get; init; } = 2;

    /// <summary>The weight of staying with the parent on them.</summary>
    public double NearWeight { get; init; } = 1.0;

    /// <summary>Steps after everything is learned in which they grow shorter.</summary>
    public int CooldownSteps { get; init; } = 3;

    /// <summary>Steps between two looks at whether everything is learned.</summary>
    public int CheckEvery { get; init; } = 2;

    /// <summary>Steps between checkpoints.</summary>
    public int CheckpointEvery { get; init; } = 10;

    /// <summary>An answer is learned when each of its tokens is the likeliest one and at least this likely.</summary>
    public double Confidence { get; init; } = 0.5;

    /// <summary>
    /// In what products are computed. With so few rows the conversions of <see cref="Precision.BFloat16"/> cost what it gains;
    /// <see cref="Precision.Auto"/> measures the machine, and so need not make the same candidate twice.
    /// </summary>
    public Precision Precision { get; init; } = Precision.Float32;
}
