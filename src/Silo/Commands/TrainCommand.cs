using System.CommandLine;

namespace Samantha.Silo.Commands;

/// <summary><c>train</c>: makes and changes models from data files.</summary>
internal static class TrainCommand
{
    public static Command Create() => new("train", "Train a model from data files.")
    {
        TrainBaseCommand.Create(),
        TrainEncoderCommand.Create(),
        TrainFineTuneCommand.Create(),
        TrainEmotionsCommand.Create(),
        TrainAnchorsCommand.Create(),
    };
}
