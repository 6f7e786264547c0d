using System.CommandLine;
using Samantha.Silo.Commands;

var root = new RootCommand("Samantha: companions that listen, feel and keep learning.")
{
    RunCommand.Create(),
    TrainCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
