namespace Samantha.Modeling.Checkpoints;

/// <summary>A checkpoint cannot be read or written. The message names the file and says what to do.</summary>
public sealed class CheckpointException : Exception
{
    /// <param name="path">The file or folder at fault.</param>
    /// <param name="problem">What is wrong with it.</param>
    /// <param name="remedy">What the reader of the message can do.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public CheckpointException(string path, string problem, string remedy, Exception? inner = null)
        : base($"{path}: {problem} {remedy}", inner) => Path = path;

    /// <summary>The file or folder at fault.</summary>
    public string Path { get; }
}
