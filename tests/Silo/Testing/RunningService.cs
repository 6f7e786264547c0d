using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Samantha.Grains.Conversations;
using Samantha.Grains.Training;
using Samantha.Silo.Hosting;

namespace Samantha.Testing;

/// <summary>The real host on a free port, with a tiny random model, and a trainer and an appraiser that need no training.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly WebApplication _app;

    private RunningService(TemporaryFolder folder, WebApplication app)
    {
        _folder = folder;
        _app = app;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Http = new HttpClient { BaseAddress = Address };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Its data folder.</summary>
    public string Data => _folder["data"];

    /// <summary>A client that follows no settings of the service.</summary>
    public HttpClient Http { get; }

    /// <summary>Starts a service that learns and rolls out without waiting for more.</summary>
    /// <param name="trainer">Makes candidates; one that always passes by default.</param>
    /// <param name="settings">Settings by their names, over those of the test.</param>
    /// <param name="trainsForReal">Whether candidates are trained as they are outside of tests.</param>
    public static async Task<RunningService> StartAsync(
        ICandidateTrainer? trainer = null, IReadOnlyDictionary<string, string?>? settings = null, bool trainsForReal = false)
    {
        var folder = new TemporaryFolder();
        TinyModel.Save(folder["model"], seed: 3);
        TinyModel.SaveAnchors(folder["model"]);
        var all = new Dictionary<string, string?>
        {
            ["Port"] = "0",
            ["Data"] = folder["data"],
            ["Model"] = folder["model"],
            ["Learning:QuietTime"] = "00:00:00",
            ["Rollout:CanaryTime"] = "00:00:00",
            ["Conversations:Sampling:Temperature"] = "0",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string?>())
            all[name] = value;
        var (read, builder) = ServiceHost.Configure(all);
        if (!trainsForReal)
            builder.Services.AddSingleton(trainer ?? new ScriptedTrainer());
        builder.Services.AddSingleton<IEmotionAppraiser>(new LexiconAppraiser());
        var app = ServiceHost.Build(read, builder);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningService(folder, app);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
