namespace Samantha.Silo.Hosting;

/// <summary>Where the cluster profile stores; the embedded profile needs none of it.</summary>
public sealed class StorageSettings
{
    /// <summary>Sets <see cref="Postgres"/> in the environment.</summary>
    public const string PostgresVariable = "SAMANTHA__Storage__Postgres";

    /// <summary>Sets <see cref="Blobs"/> in the environment.</summary>
    public const string BlobsVariable = "SAMANTHA__Storage__Blobs";

    /// <summary>Sets <see cref="Models"/> in the environment.</summary>
    public const string ModelsVariable = "SAMANTHA__Storage__Models";

    /// <summary>The PostgreSQL connection string.</summary>
    public string? Postgres { get; set; }

    /// <summary>The connection string of an Azure storage account, or a container's address with a shared access signature.</summary>
    public string? Blobs { get; set; }

    /// <summary>A folder of model versions that all silos share, instead of <see cref="Blobs"/>.</summary>
    public string? Models { get; set; }

    /// <summary>The container of model versions in the account.</summary>
    public string Container { get; set; } = "samantha-models";

    /// <summary>The folder where this machine keeps the versions it has fetched; its silos share it. By default in the user's cache.</summary>
    public string? Cache { get; set; }

    /// <summary>How many versions stay there: those used last.</summary>
    public int CachedVersions { get; set; } = 8;

    /// <summary>How long a start waits for a database or an account that does not answer.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(1);
}
