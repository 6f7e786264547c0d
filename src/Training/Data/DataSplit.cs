namespace Samantha.Training.Data;

/// <summary>The parts of a data set, kept apart by whoever published it.</summary>
public enum DataSplit
{
    /// <summary>Learned from.</summary>
    Train,

    /// <summary>Settings are chosen on it.</summary>
    Dev,

    /// <summary>Measured on, once.</summary>
    Test,
}
