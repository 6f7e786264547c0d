namespace Samantha.Training.Optimization;

/// <summary>The shape of a learning-rate schedule after its warm-up.</summary>
public enum ScheduleKind
{
    /// <summary>Constant, then down in a straight line (WSD, Hu et al. 2024).</summary>
    WarmupStableDecay,

    /// <summary>Half a cosine (Loshchilov and Hutter 2017).</summary>
    Cosine,

    /// <summary>Constant.</summary>
    Constant,
}
