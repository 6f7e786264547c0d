using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Hosting;
using Samantha.Grains.Conversations;
using Samantha.Grains.Hosting;
using Samantha.Grains.Inference;
using Samantha.Grains.Measurement;
using Samantha.Grains.Training;
using Samantha.Inference;
using Samantha.Modeling.Emotions;
using Samantha.Silo.Commands;
using Samantha.Silo.Http;
using Samantha.Silo.Storage;

namespace Samantha.Silo.Hosting;

/// <summary>Everything in one process: silo, engine, trainer, storage and HTTP.</summary>
public static class ServiceHost
{
    // The environment's SAMANTHA__Port is the setting Samantha:Port.
    private const string Section = "Samantha";

    // A worker is there once it has loaded a model, which on a busy machine takes its time.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Reads the settings: appsettings.json, the environment, then what the command line says.</summary>
    /// <param name="commandLine">Settings by their names; nulls say nothing.</param>
    public static (ServiceSettings Settings, WebApplicationBuilder Builder) Configure(IEnumerable<KeyValuePair<string, string?>> commandLine)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(ServiceHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
            EnvironmentName = Environments.Production,
        });
        builder.Configuration.AddInMemoryCollection(commandLine
            .Where(setting => setting.Value is not null)
            .Select(setting => KeyValuePair.Create($"{Section}:{setting.Key}", setting.Value)));
        var settings = new ServiceSettings();
        try
        {
            builder.Configuration.Bind(Section, settings);
        }
        catch (InvalidOperationException failure)
        {
            throw new StartupException($"A setting cannot be read: {failure.Message}", failure);
        }

        settings.Data = Path.GetFullPath(settings.Data);
        settings.Model = settings.Model is { Length: > 0 } model ? Path.GetFullPath(model) : BundledModel();
        var ofCluster = settings.Profile == ServiceSettings.ClusterProfile;
        settings.Cluster.Silo ??= ofCluster ? Environment.MachineName : "silo-0";
        settings.Cluster.SiloPort ??= ofCluster ? ClusterSettings.DefaultSiloPort : null;
        settings.Cluster.GatewayPort ??= ofCluster ? ClusterSettings.DefaultGatewayPort : null;
        return (settings, builder);
    }

    /// <summary>Builds the host. Nothing listens yet. What the builder's services hold already goes before what would be added.</summary>
    /// <exception cref="StartupException">A setting cannot work.</exception>
    public static WebApplication Build(ServiceSettings settings, WebApplicationBuilder builder)
    {
        SettingsCheck.Check(settings);
        TorchThreads.Use(1);
        builder.Services.AddSingleton(settings);
        builder.Services.TryAddSingleton(TimeProvider.System);
        if (settings.Profile == ServiceSettings.ClusterProfile)
            builder.Services.AddClusterStorage(settings.Storage);
        else
            builder.Services.AddEmbeddedStorage(settings.Data);
        AddMind(builder.Services, settings);
        builder.UseOrleans(silo =>
        {
            silo.UseCluster(settings);
            silo.AddReminders();
            silo.Configure<GrainCollectionOptions>(options => options.ActivationTimeout = Patience);
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = Patience);
            silo.AddSamanthaGrains(options =>
            {
                builder.Configuration.Bind(Section, options);
                options.ModelFolder = settings.Model!;
                options.WorkFolder = Path.Combine(settings.Data, "training");
                options.Learning.Measurement.TensorBoardFolder ??= Path.Combine(settings.Data, "tensorboard");
            });
        });
        builder.Services.AddHttpInterface();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(40));
        if (SettingsCheck.IsLoopback(settings.Host))
            builder.Configuration["AllowedHosts"] = "localhost;127.0.0.1;[::1]"; // a name that is made to point here by others is not ours
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, settings));
        var app = builder.Build();
        app.UseHttpInterface();
        return app;
    }

    private static void AddMind(IServiceCollection services, ServiceSettings settings)
    {
        services.AddSingleton(provider => new LocalReplyEngines(
            provider.GetRequiredService<Grains.Models.IModelStore>(),
            settings.Cluster.Silo!,
            options: new InferenceEngineOptions(),
            time: provider.GetRequiredService<TimeProvider>(),
            meters: provider.GetRequiredService<IMeterFactory>()));
        services.TryAddSingleton<IReplyEngines>(provider => provider.GetRequiredService<LocalReplyEngines>());
        services.AddSingleton<IComputePriority>(provider => provider.GetRequiredService<LocalReplyEngines>());
        services.TryAddSingleton<ICandidateTrainer, LessonCandidateTrainer>();
        services.TryAddSingleton<IVersionMeasurer, VersionMeasurer>();
        services.TryAddSingleton<IEmotionAppraiser>(_ => new ClassifierAppraiser(EmotionClassifier.Load(Path.Combine(EmotionsOf(settings), "emotions"))));
    }

    // A model of others brings no emotion classifier; the platform's own then serves.
    private static string EmotionsOf(ServiceSettings settings) =>
        Directory.Exists(Path.Combine(settings.Model!, "emotions")) ? settings.Model! : BundledModel();

    private static void Listen(KestrelServerOptions kestrel, ServiceSettings settings)
    {
        kestrel.Limits.MaxRequestBodySize = settings.LargestRequest;
        kestrel.AddServerHeader = false;
        if (settings.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) && settings.Port != 0)
            kestrel.ListenLocalhost(settings.Port);
        else
            kestrel.Listen(IPAddress.TryParse(settings.Host, out var address) ? address : IPAddress.Loopback, settings.Port);
    }

    private static string BundledModel()
    {
        const string Bundled = "models/samantha-base";
        if (Environment.GetEnvironmentVariable("SAMANTHA_ROOT") is { Length: > 0 } root)
            return Path.Combine(root, Bundled);
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, Bundled)))
                return Path.Combine(folder.FullName, Bundled);
        }

        return Path.GetFullPath(Bundled);
    }
}
