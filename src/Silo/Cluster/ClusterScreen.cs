using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Samantha.Silo.Http.Cluster;
using Spectre.Console;

namespace Samantha.Silo.Cluster;

/// <summary>Draws the cluster while it runs: a row for each silo, the rollout below. Any silo that answers knows of all.</summary>
internal sealed class ClusterScreen(IAnsiConsole console, string? apiKey)
{
    private const int ShownEvents = 5;
    private static readonly TimeSpan Frame = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http = Client(apiKey);
    private readonly ConcurrentQueue<string> _events = new();

    /// <summary>Shows what has happened: below the table, or where nobody watches as a line.</summary>
    public void Tell(string happened)
    {
        if (!console.Profile.Capabilities.Interactive)
        {
            console.WriteLine(happened);
            return;
        }

        _events.Enqueue(happened);
        while (_events.Count > ShownEvents)
            _events.TryDequeue(out _);
    }

    /// <summary>Draws until the cluster has ended; where nobody watches it only waits.</summary>
    public async Task Follow(ClusterSupervisor supervisor, Task running)
    {
        if (!console.Profile.Capabilities.Interactive)
        {
            await running;
            return;
        }

        await console.Live(Draw(supervisor, null)).StartAsync(async live =>
        {
            while (await Task.WhenAny(running, Task.Delay(Frame)) != running)
                live.UpdateTarget(Draw(supervisor, await Ask(supervisor)));
        });
    }

    private async Task<ClusterBody?> Ask(ClusterSupervisor supervisor)
    {
        foreach (var silo in supervisor.Silos.Where(silo => silo.State == SiloState.Ready))
        {
            try
            {
                return await _http.GetFromJsonAsync<ClusterBody>(new Uri(silo.Silo.Address, "/api/cluster"), ClusterBody.Json);
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or System.Text.Json.JsonException)
            {
                // Another one may know.
            }
        }

        return null;
    }

    private Rows Draw(ClusterSupervisor supervisor, ClusterBody? cluster)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("silo", "state", "process", "address", "grains", "version", "replies", "waiting");
        foreach (var silo in supervisor.Silos)
        {
            var workers = cluster?.Workers.Where(worker => worker.Silo == silo.Silo.Name).ToArray() ?? [];
            var grains = cluster?.Silos.FirstOrDefault(other => other.Name == silo.Silo.Name)?.Activations;
            table.AddRow(
                silo.Silo.Name,
                Colour(silo.State),
                silo.Process?.ToString() ?? "",
                silo.State == SiloState.Ended ? "" : silo.Silo.Address.ToString().TrimEnd('/'),
                grains?.ToString("n0") ?? "",
                string.Join(", ", workers.Select(worker => worker.Version ?? "none")),
                workers.Length == 0 ? "" : $"{workers.Sum(worker => worker.Active)} of {workers.Sum(worker => worker.Capacity)}",
                workers.Length == 0 ? "" : workers.Sum(worker => worker.Waiting).ToString());
        }

        if (cluster?.Rollout is { Version: not null } rollout)
            table.Caption($"{rollout.Version}: {rollout.Stage}{(rollout.Reason is { } reason ? $" ({reason.EscapeMarkup()})" : "")}. Ctrl-C drains and stops all.");
        else
            table.Caption("Ctrl-C drains and stops all.");
        return new Rows([table, .. _events.Select(happened => new Text(happened))]);
    }

    private static string Colour(SiloState state) => state switch
    {
        SiloState.Ready => "[green]ready[/]",
        SiloState.Ended => "[red]ended[/]",
        SiloState.Silent => "[yellow]silent[/]",
        _ => "[dim]starting[/]",
    };

    private static HttpClient Client(string? apiKey)
    {
        var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        if (apiKey is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        return http;
    }
}
