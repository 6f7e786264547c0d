namespace Samantha.Training.Lessons;

/// <summary>What the steps to come depend on beside the parameters.</summary>
internal interface IStepsState
{
    /// <summary>Writes it into a folder.</summary>
    void Save(string folder);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    void Load(string folder);
}
