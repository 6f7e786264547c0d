using Samantha.Modeling.Encoders;
using Samantha.Training.Data;
using Samantha.Training.Optimization;
using Samantha.Training.Runs;

namespace Samantha.Training.Pretraining;

/// <summary>What an encoder is made of; <see cref="EncoderConfig.FromDepth"/> says what its recipe does not.</summary>
public sealed record EncoderRecipe : PretrainingRecipe
{
    public EncoderRecipe()
    {
        MaxPositions = 512;
        Training = new TrainingOptions
        {
            Schedule = new LearningRateSchedule { Kind = ScheduleKind.Cosine, WarmupSteps = 100, FinalRate = 0.02 },
            Batches = new MixtureOptions { RowLength = 256 },
        };
    }

    /// <summary>Dropout of the heads that are later put on the encoder, which then meets far less data than now.</summary>
    public double ClassifierDropout { get; init; } = 0.1;

    public MaskingOptions Masking { get; init; } = new();

    /// <summary>The model's shape.</summary>
    /// <param name="padding">The token that fills a batch.</param>
    public EncoderConfig Shape(int padding)
    {
        var basis = EncoderConfig.FromDepth(Depth, VocabularySize);
        var hidden = HiddenSize ?? basis.HiddenSize;
        return basis with
        {
            HiddenSize = hidden,
            Layers = Layers ?? basis.Layers,
            Heads = Heads ?? Math.Max(1, hidden / 64),
            IntermediateSize = IntermediateSize ?? 4 * hidden,
            MaxPositions = MaxPositions,
            HiddenDropout = HiddenDropout,
            AttentionDropout = AttentionDropout,
            ClassifierDropout = ClassifierDropout,
            PaddingToken = padding,
        };
    }
}
