using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Storage;
using Samantha.Grains.Hosting;
using Samantha.Grains.Interactions;
using Samantha.Grains.Models;
using Samantha.Silo.Storage.Models;
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
        services.AddSingleton<IModelStore>(provider => new FolderModelStore(
            Path.Combine(dataFolder, "models"), Time(provider), provider.GetRequiredService<ILogger<FolderModelStore>>()));
        return services.AddSqlStorage();
    }

    private static IServiceCollection AddSqlStorage(this IServiceCollection services)
    {
        services.AddKeyedSingleton<IGrainStorage>(SamanthaStorage.Name, (provider, _) => new SqlGrainStorage(provider.GetRequiredService<ISqlDatabase>()));
        services.AddSingleton<IReminderTable, SqlReminderTable>();
        return services;
    }

    private static TimeProvider Time(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;
}
