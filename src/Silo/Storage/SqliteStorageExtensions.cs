using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using Samantha.Grains.Hosting;
using Samantha.Grains.Interactions;
using Samantha.Grains.Models;

namespace Samantha.Silo.Storage;

/// <summary>Adds the storage of the embedded profile: one SQLite file and a folder of model versions.</summary>
public static class SqliteStorageExtensions
{
    /// <summary>Adds the interaction log, the grain storage and the model store.</summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="dataFolder">Holds <c>samantha.db</c> and <c>models/</c>; created where missing.</param>
    public static IServiceCollection AddEmbeddedStorage(this IServiceCollection services, string dataFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(dataFolder);
        services.AddSingleton(_ => new SqliteDatabase(Path.Combine(dataFolder, "samantha.db")));
        services.AddSingleton<IInteractionLog, SqliteInteractionLog>();
        services.AddKeyedSingleton<IGrainStorage>(SamanthaStorage.Name, (provider, _) => new SqliteGrainStorage(provider.GetRequiredService<SqliteDatabase>()));
        services.AddSingleton<IModelStore>(provider => new FolderModelStore(
            Path.Combine(dataFolder, "models"),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetRequiredService<ILogger<FolderModelStore>>()));
        return services;
    }
}
