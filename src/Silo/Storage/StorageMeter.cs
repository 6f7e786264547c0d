using System.Diagnostics.Metrics;

namespace Samantha.Silo.Storage;

/// <summary>The meter <c>Samantha.Storage</c>.</summary>
internal static class StorageMeter
{
    private static readonly Meter Meter = new("Samantha.Storage");

    private static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "samantha.storage.retries", "{retry}", "Operations tried again because the database did not answer or the connection broke.");

    public static void Retried() => Retries.Add(1);

    /// <summary>Shows zeros: a counter that first appears with its first increase hides it from whoever looks for increases.</summary>
    public static void Begin() => Retries.Add(0);
}
