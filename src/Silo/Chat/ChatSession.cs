using System.Globalization;
using Samantha.Client;
using Samantha.Client.Conversations;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Emotions;
using Spectre.Console;

namespace Samantha.Silo.Chat;

/// <summary>A conversation in a terminal: reads lines, streams replies, takes judgements of the last one.</summary>
internal sealed class ChatSession(SamanthaClient client, string user, IAnsiConsole console, TextReader input)
{
    private const string Help = "/better TEXT  say what the last reply should have been   /up /down  rate it   /state   /models   /quit";

    private readonly ConversationClient _conversation = client.Conversation(user);
    private string? _lastTurn;
    private string? _version;

    /// <summary>Talks until the input ends or says <c>/quit</c>.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var past = await _conversation.ReadAsync(limit: 1, cancellationToken: cancellationToken);
        _lastTurn = past.Turns.LastOrDefault()?.TurnId;
        _version = (await client.Models.ListAsync(cancellationToken)).Serving;
        console.MarkupLineInterpolated($"[bold]Samantha[/] [dim]{_version}; you are {user}[/]");
        console.MarkupLineInterpolated($"[dim]{Help}[/]");
        while (await ReadLineAsync(cancellationToken) is { } line && line != "/quit")
        {
            try
            {
                await (line.StartsWith('/') ? DoAsync(line, cancellationToken) : SayAsync(line, cancellationToken));
            }
            catch (Exception failure) when (failure is SamanthaProblemException or HttpRequestException)
            {
                console.MarkupLineInterpolated($"[red]{failure.Message}[/]");
            }
        }
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        for (; ; )
        {
            console.Markup("[bold blue]>[/] ");
            var line = (await input.ReadLineAsync(cancellationToken))?.Trim();
            if (line is not "")
                return line;
        }
    }

    private Task DoAsync(string line, CancellationToken cancellationToken)
    {
        var space = line.IndexOf(' ');
        var (command, rest) = space < 0 ? (line, "") : (line[..space], line[(space + 1)..].Trim());
        return command switch
        {
            "/better" when rest.Length == 0 => Tell("Say what the reply should have been: /better TEXT"),
            "/better" => JudgeAsync(new Feedback(Correction: rest), "Taught; she learns it and checks herself.", cancellationToken),
            "/up" => JudgeAsync(new Feedback(Rating: 1), "Rated up.", cancellationToken),
            "/down" => JudgeAsync(new Feedback(Rating: -1), "Rated down.", cancellationToken),
            "/state" => ShowStateAsync(cancellationToken),
            "/models" => ShowModelsAsync(cancellationToken),
            _ => Tell(Help),
        };
    }

    private async Task SayAsync(string text, CancellationToken cancellationToken)
    {
        var heard = "";
        await foreach (var update in _conversation.SayAsync(text, cancellationToken: cancellationToken))
        {
            switch (update)
            {
                case EmotionHeard emotion:
                    heard = emotion.Dominant;
                    break;
                case ReplyGrew grew:
                    Write(grew.Text);
                    break;
                case TurnRestarted:
                    console.WriteLine();
                    console.MarkupLine("[yellow]The connection broke; asking again.[/]");
                    break;
                case TurnConfirmed confirmed:
                    console.WriteLine();
                    console.MarkupLineInterpolated($"[dim]  heard {heard} · feels {confirmed.EmotionalState.Dominant} · {confirmed.Model}[/]");
                    if (_version is not null && confirmed.Model != _version)
                        console.MarkupLineInterpolated($"[green]  She has learned: {confirmed.Model} answers now.[/]");
                    (_lastTurn, _version) = (confirmed.TurnId, confirmed.Model);
                    break;
            }
        }
    }

    private async Task JudgeAsync(Feedback feedback, string done, CancellationToken cancellationToken)
    {
        if (_lastTurn is null)
        {
            await Tell("There is no reply to judge yet.");
            return;
        }

        await _conversation.JudgeAsync(_lastTurn, feedback, cancellationToken);
        console.MarkupLineInterpolated($"[green]{done}[/]");
    }

    private async Task ShowStateAsync(CancellationToken cancellationToken)
    {
        var state = (await _conversation.ReadAsync(limit: 0, cancellationToken: cancellationToken)).EmotionalState;
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        table.AddRow("feels", Markup.Escape(state.Dominant));
        foreach (var (name, value) in Axes(state))
            table.AddRow(name, value.ToString("+0.00;-0.00", CultureInfo.InvariantCulture));
        console.Write(table);
    }

    private async Task ShowModelsAsync(CancellationToken cancellationToken)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("version", "from", "lessons", "standing");
        foreach (var version in (await client.Models.ListAsync(cancellationToken)).Versions)
        {
            table.AddRow(
                Markup.Escape(version.Id),
                Markup.Escape(version.Parent ?? version.Strategy),
                version.Lessons.ToString(CultureInfo.InvariantCulture),
                version.Serving ? "[green]serving[/]" : Markup.Escape(version.Standing.ToString().ToLowerInvariant()));
        }

        console.Write(table);
    }

    private Task Tell(string text)
    {
        console.MarkupLineInterpolated($"[dim]{text}[/]");
        return Task.CompletedTask;
    }

    // As it comes, past the wrapping of whole texts; without what a terminal would obey.
    private void Write(string text)
    {
        var writer = console.Profile.Out.Writer;
        writer.Write(string.Concat(text.Where(c => !char.IsControl(c))));
        writer.Flush();
    }

    private static IEnumerable<(string Name, double Value)> Axes(EmotionalState state) =>
        [("valence", state.Valence), ("arousal", state.Arousal), ("dominance", state.Dominance), ("mood", state.Mood), ("trust", state.Trust)];
}
