using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.StandIn.Networking;

public sealed class ConnectedClientsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>It was let in while the silo served; by the time it is here, the others have been sent away and closed.</summary>
    [Fact]
    public async Task Add_AfterTheOthersWereClosed_EndsTheConnection()
    {
        await using var silo = await NetworkedSilo.StartAsync();
        var clients = silo.Services.GetRequiredService<ConnectedClients>();
        var (accepted, dialed) = Connections(silo.Services);
        var running = Task.WhenAll(accepted.RunAsync(), dialed.RunAsync());
        await clients.SendAwayAsync(Token);
        await clients.CloseAsync(Token);

        await clients.AddAsync(GrainId.Create("sys.client", "late"), accepted);

        await running.WaitAsync(Token);
        accepted.IsOpen.ShouldBeFalse();
    }

    private static (Connection Accepted, Connection Dialed) Connections(IServiceProvider services)
    {
        Pipe there = new(), back = new();
        return (Over(there.Reader, back.Writer, isAccepted: true), Over(back.Reader, there.Writer, isAccepted: false));

        Connection Over(PipeReader input, PipeWriter output, bool isAccepted) => new(
            new DefaultConnectionContext($"{isAccepted}") { Transport = new Ends(input, output) },
            services.GetRequiredService<ConnectionShared>(),
            services.GetRequiredService<MessageRouter>(),
            "peer",
            isAccepted);
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
