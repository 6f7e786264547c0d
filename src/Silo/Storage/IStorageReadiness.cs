using Samantha.Silo.Hosting;

namespace Samantha.Silo.Storage;

/// <summary>A storage behind a network, as a start sees it.</summary>
internal interface IStorageReadiness
{
    /// <summary>What it is and where, for people.</summary>
    string Name { get; }

    /// <summary>The setting that names it.</summary>
    string Setting { get; }

    /// <summary>Reaches it and prepares what it must hold. Doing it again changes nothing.</summary>
    /// <returns>Null when it is ready; otherwise what is in the way for the moment.</returns>
    /// <exception cref="StartupException">Waiting will not help; the message says what will.</exception>
    Task<string?> Prepare(CancellationToken cancellationToken);
}
