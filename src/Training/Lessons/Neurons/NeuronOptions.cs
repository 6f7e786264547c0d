namespace Samantha.Training.Lessons.Neurons;

/// <summary>How lessons become neurons.</summary>
public sealed record NeuronOptions
{
    /// <summary>Anchors whose tokens a new neuron must not fire at, from 1.</summary>
    public int Anchors { get; init; } = 148;

    /// <summary>Tokens that are read of each, from 2.</summary>
    public int AnchorLength { get; init; } = 256;

    /// <summary>Wordings and contexts that a lesson is read in beside the plain ones, in groups of four.</summary>
    public int Wordings { get; init; } = 32;

    /// <summary>Questions that are put like a lesson's but ask for something else, at which its neurons must not fire; 0 or more.</summary>
    public int NearQuestions { get; init; } = 8;

    /// <summary>The most answer tokens that all wordings of a lesson have together, or all questions near it: of a long answer fewer are read.</summary>
    public int MostTokens { get; init; } = 2_000;

    /// <summary>A token that is said with less than this probability in some wording gets a neuron, in (0, 1).</summary>
    public double Needed { get; init; } = 0.8;

    /// <summary>How likely a neuron makes its token, in (0, 1), above <see cref="Needed"/>.</summary>
    public double Likelihood { get; init; } = 0.9;

    /// <summary>The most that a neuron adds to the stream where it fires, in the length of what is there; above 0.</summary>
    public double MostAdded { get; init; } = 2;

    /// <summary>How steeply a neuron begins to fire; above 0.</summary>
    public double Sharpness { get; init; } = 16;

    /// <summary>The most neurons that a line adds to its root. When they are used up, those that no rehearsed lesson needs make room.</summary>
    public int MostNeurons { get; init; } = 4_096;
}
