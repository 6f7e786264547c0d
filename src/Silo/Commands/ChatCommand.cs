using System.CommandLine;
using Samantha.Client;
using Samantha.Silo.Chat;
using Spectre.Console;

namespace Samantha.Silo.Commands;

/// <summary><c>chat</c>: a conversation in the terminal, with a service that runs.</summary>
internal static class ChatCommand
{
    private const string KeyVariable = "SAMANTHA_API_KEY";

    public static Command Create()
    {
        var url = ServiceAddress.Option();
        var user = new Option<string>("--user") { Description = "Who you are; conversations are kept by this name.", DefaultValueFactory = _ => Environment.UserName };
        var command = new Command("chat", $"Talk in the terminal. Where the service wants an API key, set {KeyVariable}.") { url, user };
        command.SetAction((parse, cancellationToken) => RunAsync(
            new SamanthaClientOptions { BaseAddress = parse.GetValue(url)!, ApiKey = Environment.GetEnvironmentVariable(KeyVariable) },
            parse.GetValue(user)!,
            AnsiConsole.Console,
            Console.In,
            cancellationToken));
        return command;
    }

    /// <returns>The process's exit code.</returns>
    internal static async Task<int> RunAsync(SamanthaClientOptions options, string user, IAnsiConsole console, TextReader input, CancellationToken cancellationToken)
    {
        using var client = new SamanthaClient(options);
        try
        {
            if (!await client.IsReadyAsync(cancellationToken))
            {
                console.MarkupLineInterpolated($"[red]No service answers at {options.BaseAddress}.[/] Start one in another terminal: ./platform run");
                return 1;
            }

            await new ChatSession(client, user, console, input).RunAsync(cancellationToken);
            return 0;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
        catch (Exception failure) when (failure is SamanthaProblemException or HttpRequestException)
        {
            console.MarkupLineInterpolated($"[red]{failure.Message}[/]");
            return 1;
        }
    }
}
