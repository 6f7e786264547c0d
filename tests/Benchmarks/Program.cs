using System.CommandLine;
using Samantha.Benchmarks.Calls;
using Samantha.Benchmarks.Clusters;
using Samantha.Benchmarks.Poison;
using Samantha.Benchmarks.Services;
using Samantha.Benchmarks.Speed;
using Samantha.Benchmarks.SplitBrain;
using Samantha.Benchmarks.Turns;

var root = new RootCommand("Measures the platform. Each command prints a table and appends a row, with machine and commit, to docs/results/.")
{
    LearnsCommand.Create(),
    SwapsCommand.Create(),
    CorrectionsCommand.Create(),
    ServeFirstCommand.Create(),
    CrashCommand.Create(),
    ReadyCommand.Create(),
    RebuildCommand.Create(),
    ForgetCommand.Create(),
    SpeedCommand.Create(),
    CallsCommand.Create(),
    OverheadCommand.Create(),
    ScaleCommand.Create(),
    FaultsCommand.Create(),
    UpgradeCommand.Create(),
    BadVersionCommand.Create(),
    SplitBrainCommand.Create(),
    PoisonCommand.Create(),
    OwnWordsCommand.Create(),
};
// What was started is cleared away first, also after Ctrl-C.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
