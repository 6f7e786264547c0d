using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Storage;
using Samantha.Grains.Hosting;
using Samantha.Grains.Interactions;
using Samantha.Grains.Lessons;
using Samantha.Grains.Models;
using Samantha.Silo.Hosting;
using Samantha.Silo.Storage.Blobs;
using Samantha.Silo.Storage.Models;
using Samantha.Silo.Storage.Postgres;
using Samantha.Silo.Storage.Sql;
using Samantha.Silo.Storage.Sqlite;

namespace Samantha.Silo.Storage;

/// <summary>Adds the interaction log, the grain storage, the reminders and the model store.</summary>
public static class StorageExtensions
{
    /// <summary>Adds the storage of the embedded profile: one SQLite file and a folder of model versions.</summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="dataFolder">Holds <c>samantha.db</c> and <c>models/</c>; created where missing.</param>
    public static IServiceCollection AddEmbeddedStorage(this IServiceCollection services, string dataFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(dataFolder);
        services.AddSingleton(_ => new SqliteDatabase(Path.Combine(dataFolder, "samantha.db")));
        services.AddSingleton<ISqlDatabase>(provider => provider.GetRequiredService<SqliteDatabase>());
        services.AddSingleton<IInteractionLog, SqliteInteractionLog>();
        services.AddFolderModels(Path.Combine(dataFolder, "models"));
        return services.AddSqlStorage();
    }

    /// <summary>
    /// Adds the storage of the cluster profile: PostgreSQL, and blobs or a shared folder. The host's start waits for what is
    /// reached over a network, so this goes before whatever uses it.
    /// </summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="settings">Where they are.</param>
    /// <exception cref="FormatException">A connection string cannot be read.</exception>
    public static IServiceCollection AddClusterStorage(this IServiceCollection services, StorageSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.AddSingleton(provider => new PostgresDatabase(settings.Postgres!, Time(provider)));
        services.AddSingleton<ISqlDatabase>(provider => provider.GetRequiredService<PostgresDatabase>());
        services.AddSingleton<IInteractionLog>(provider => new PostgresInteractionLog(provider.GetRequiredService<PostgresDatabase>()));
        services.AddSingleton<IStorageReadiness, PostgresReadiness>();
        if (settings.Blobs is { Length: > 0 })
            services.AddBlobModels(settings);
        else
            services.AddFolderModels(settings.Models!);
        services.AddSingleton<IHostedService>(provider => new StorageStartup(
            provider.GetServices<IStorageReadiness>(), settings.Patience, Time(provider), provider.GetRequiredService<ILogger<StorageStartup>>()));
        return services.AddSqlStorage();
    }

    private static void AddFolderModels(this IServiceCollection services, string folder) =>
        services.AddSingleton<IModelStore>(provider => new FolderModelStore(folder, Time(provider), provider.GetRequiredService<ILogger<FolderModelStore>>()));

    private static void AddBlobModels(this IServiceCollection services, StorageSettings settings)
    {
        var container = BlobAccount.Container(settings.Blobs!, settings.Container);
        services.AddSingleton(container);
        services.AddSingleton<IModelStore>(provider =>
        {
            var (time, logger) = (Time(provider), provider.GetRequiredService<ILogger<BlobModelStore>>());
            return new BlobModelStore(container, new VersionCache(CacheOf(settings.Cache, container.Uri), settings.CachedVersions, time, logger), time, logger);
        });
        services.AddSingleton<IStorageReadiness, BlobReadiness>();
    }

    private static IServiceCollection AddSqlStorage(this IServiceCollection services)
    {
        services.AddKeyedSingleton<IGrainStorage>(SamanthaStorage.Name, (provider, _) => new SqlGrainStorage(provider.GetRequiredService<ISqlDatabase>()));
        services.AddSingleton<IReminderTable, SqlReminderTable>();
        services.AddSingleton<ICurationLog>(provider => new SqlCurationLog(
            provider.GetRequiredService<ISqlDatabase>(), provider.GetRequiredService<IOptions<SamanthaOptions>>().Value.Learning.Curation.MostDecisions));
        return services;
    }

    // The same id may mean another version in another container.
    private static string CacheOf(string? root, Uri container)
    {
        root ??= Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Home(), ".cache"), "samantha", "models");
        var place = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(container.GetLeftPart(UriPartial.Path))));
        return Path.Combine(root, place[..16]);
    }

    private static string Home() => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? home : Path.GetTempPath();

    private static TimeProvider Time(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;
}
