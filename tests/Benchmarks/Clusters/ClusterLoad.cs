using System.CommandLine;
using Samantha.LoadGenerator;
using Spectre.Console;

namespace Samantha.Benchmarks.Clusters;

/// <summary>The options of benchmarks in which users talk to a cluster.</summary>
/// <param name="seconds">How long they talk unless said otherwise.</param>
/// <param name="users">How many there are unless said otherwise.</param>
/// <param name="think">How long they think unless said otherwise, in seconds.</param>
internal sealed class ClusterLoad(int seconds, int users = 200, double think = 20)
{
    private readonly Option<int> _silos = new("--silos") { DefaultValueFactory = _ => 3, Description = "How many silos" };
    private readonly Option<int> _users = new("--users") { DefaultValueFactory = _ => users, Description = "How many users talk at once" };
    private readonly Option<double> _seconds = new("--seconds") { DefaultValueFactory = _ => seconds, Description = "How long they talk" };
    private readonly Option<double> _think = new("--think") { DefaultValueFactory = _ => think, Description = "Mean seconds between a reply and the user's next turn" };
    private readonly Option<int> _tokens = new("--tokens") { DefaultValueFactory = _ => 24, Description = "The longest reply, in tokens" };
    private readonly Option<int> _seed = new("--seed") { DefaultValueFactory = _ => 1, Description = "Decides what is said and when, and what is done to what" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _silos, _users, _seconds, _think, _tokens, _seed })
            command.Add(option);
    }

    public Choice Read(ParseResult parse) => new(
        parse.GetValue(_silos), parse.GetValue(_users), TimeSpan.FromSeconds(parse.GetValue(_seconds)), TimeSpan.FromSeconds(parse.GetValue(_think)),
        parse.GetValue(_tokens), parse.GetValue(_seed));

    /// <summary>What was chosen.</summary>
    internal sealed record Choice(int Silos, int Users, TimeSpan Duration, TimeSpan Think, int Tokens, int Seed)
    {
        /// <summary>Users of a cluster.</summary>
        /// <param name="cluster">Whom they talk to.</param>
        /// <param name="rate">What they think of a version's replies.</param>
        public LoadRun NewRun(BenchCluster cluster, Func<string, int?>? rate = null) => new(
            new LoadSettings(cluster.Addresses, Users, Duration, Think, Seed, cluster.ApiKey, MostTokens: Tokens, Rate: rate),
            DialogueText.Read(Path.Combine(Checkout.Root, "models", "samantha-base", "anchors.jsonl")),
            AnsiConsole.Console);
    }
}
