using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Samantha.Grains.Conversations;
using Samantha.Grains.Inference;
using Samantha.Silo.Hosting;

namespace Samantha.Benchmarks.Turns;

/// <summary>The real service in this process, storing in SQLite, with <see cref="ScriptedEngine"/> in place of the model. It learns only if told to.</summary>
internal sealed class ScriptedService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedService(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public Uri Address { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<ScriptedService> StartAsync(string data, IEmotionAppraiser appraiser, CancellationToken cancellation, bool learns = false)
    {
        var (settings, builder) = ServiceHost.Configure(new Dictionary<string, string?>
        {
            ["Port"] = "0",
            ["Data"] = data,
            ["Model"] = Path.Combine(Checkout.Root, "models", "samantha-base"),
            ["Learning:Enabled"] = learns ? "true" : "false",
        });
        builder.Configuration["Logging:LogLevel:Samantha"] = "Warning";
        builder.Services.AddSingleton<IReplyEngines>(new ScriptedEngine());
        builder.Services.AddSingleton(appraiser);
        var app = ServiceHost.Build(settings, builder);
        await app.StartAsync(cancellation);
        return new ScriptedService(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
