using System.CommandLine;

namespace Samantha.Silo.Commands;

/// <summary><c>eval</c>: measures models and keeps the results in docs/results.</summary>
internal static class EvalCommand
{
    public static Command Create() => new("eval", "Measure a model; the results go to docs/results/.")
    {
        EvalLanguageCommand.Create(),
        EvalEmotionsCommand.Create(),
        EvalContinualCommand.Create(),
        EvalHeadsCommand.Create(),
    };
}
