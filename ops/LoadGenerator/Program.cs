using System.CommandLine;
using Samantha.Client;
using Samantha.LoadGenerator;
using Spectre.Console;

var url = new Option<string>("--url") { DefaultValueFactory = _ => "http://127.0.0.1:5080", Description = "The service's address, or those of several silos with commas between" };
var users = new Option<int>("--users") { DefaultValueFactory = _ => 50, Description = "How many users talk at once" };
var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 60, Description = "How long they talk" };
var think = new Option<double>("--think") { DefaultValueFactory = _ => 2, Description = "Mean seconds between a reply and the next turn" };
var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1, Description = "Decides what is said and when" };
var dialogues = new Option<string?>("--dialogues") { Description = "JSON lines of dialogues to speak from; the base model's anchors by default" };
var key = new Option<string?>("--api-key") { Description = "One of the service's API keys; SAMANTHA_API_KEY by default" };
var json = new Option<string?>("--json") { Description = "Where the outcome is written" };
var command = new RootCommand("Users with think time talk to a service; then every turn is compared with what is stored. Exits with 1 if anything failed, was lost, doubled, reordered or changed.")
{
    url, users, seconds, think, seed, dialogues, key, json,
};
command.SetAction(async (parse, cancellation) =>
{
    try
    {
        var settings = new LoadSettings(
            [.. parse.GetValue(url)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Address)],
            Positive(parse.GetValue(users), users),
            TimeSpan.FromSeconds(Positive(parse.GetValue(seconds), seconds)),
            TimeSpan.FromSeconds(Math.Max(0, parse.GetValue(think))),
            parse.GetValue(seed),
            parse.GetValue(key) ?? Environment.GetEnvironmentVariable("SAMANTHA_API_KEY"));
        var text = DialogueText.Read(parse.GetValue(dialogues) ?? Path.Combine(Environment.GetEnvironmentVariable("SAMANTHA_ROOT") ?? ".", "models", "samantha-base", "anchors.jsonl"));
        using var run = new LoadRun(settings, text, AnsiConsole.Console);
        var report = await run.RunAsync(cancellation);
        LoadView.Show(AnsiConsole.Console, report);
        if (parse.GetValue(json) is { } path)
            report.Write(path);
        return report.IsClean ? 0 : 1;
    }
    catch (Exception failure) when (failure is ArgumentException or InvalidDataException or IOException or UnauthorizedAccessException or HttpRequestException or SamanthaProblemException)
    {
        Console.Error.WriteLine(failure.Message);
        return 2;
    }
});
return await command.Parse(args).InvokeAsync();

static Uri Address(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
    ? address
    : throw new ArgumentException($"'{text}' is no address. Write one such as http://127.0.0.1:5080, several with commas between.");

static T Positive<T>(T value, Option<T> option) where T : IComparable<T> =>
    value.CompareTo(default!) > 0 ? value : throw new ArgumentException($"{option.Name} must be above 0.");
