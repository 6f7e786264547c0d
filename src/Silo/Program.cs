using System.CommandLine;
using Samantha.Silo.Commands;

var root = new RootCommand("Samantha: companions that listen, feel and keep learning.")
{
    RunCommand.Create(),
    ClusterCommand.Create(),
    ChatCommand.Create(),
    TrainCommand.Create(),
    EvalCommand.Create(),
    RebuildCommand.Create(),
    ForgetCommand.Create(),
};
// A stop lets replies end and training keep its checkpoint.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
