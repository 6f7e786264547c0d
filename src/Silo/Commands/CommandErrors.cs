using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Tokenization;
using Samantha.Training.Data;

namespace Samantha.Silo.Commands;

/// <summary>Turns errors that a user can mend into one line and an exit code.</summary>
internal static class CommandErrors
{
    private const int Failed = 1, Cancelled = 130;

    /// <summary>Runs an offline command.</summary>
    /// <returns>The process's exit code.</returns>
    public static int Guard(Action command)
    {
        try
        {
            command();
            return 0;
        }
        catch (Exception error) when (error is TrainingDataException or CheckpointException or TokenizerFormatException or ArgumentException or FormatException or NotFiniteNumberException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(error.Message);
            return Failed;
        }
        catch (OperationCanceledException)
        {
            return Cancelled;
        }
    }
}
