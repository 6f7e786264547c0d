using Orleans.Concurrency;

namespace Orleans.Runtime.GrainDirectory;

/// <summary>What silos ask each other. Every call names the caller's version of the table: who is behind reads it first.</summary>
internal interface IClusterTarget : IAddressable
{
    /// <summary>Asks a partition's owner where a grain is.</summary>
    [ResponseTimeout("00:00:05")]
    ValueTask<DirectoryAnswer> Lookup(long version, GrainId grainId);

    /// <summary>Asks a partition's owner for the right to be a grain's activation; the answer names the one that is.</summary>
    [ResponseTimeout("00:00:05")]
    ValueTask<DirectoryAnswer> Register(long version, GrainAddress address, bool replaces);

    /// <summary>Tells a partition's owner that an activation has ended.</summary>
    [ResponseTimeout("00:00:05")]
    ValueTask<DirectoryAnswer> Unregister(long version, GrainAddress address);

    /// <summary>Asks a host for its activations in partitions that have a new owner; from then on it refuses what an older one says.</summary>
    [ResponseTimeout("00:00:05")]
    ValueTask<GrainAddress[]> Report(long version, int[] partitions, long[] epochs);

    /// <summary>Tells a caller that a grain is not where it thought.</summary>
    [OneWay]
    ValueTask Correct(GrainId grainId, SiloAddress wrong);

    /// <summary>Asks for all messages that are on their way to a silo which is about to leave: completes when they have arrived there.</summary>
    [ResponseTimeout("00:00:05")]
    ValueTask Flush(long version, SiloAddress leaving);

    /// <summary>Answers; what was sent before on the same way has arrived then.</summary>
    [ResponseTimeout("00:00:05")]
    ValueTask Echo();

    /// <summary>How many activations of each class the silo has.</summary>
    [ResponseTimeout("00:00:05")]
    ValueTask<SimpleGrainStatistic[]> Statistics();

    /// <summary>Tells that the table has a new version.</summary>
    [OneWay]
    ValueTask Notify(long version);

    /// <summary>Tells the silo that serves a grain's reminders that one of them was changed.</summary>
    [OneWay]
    ValueTask ReminderChanged(GrainId grainId, string name);
}

/// <summary>A partition owner's answer: under which epoch, and where the grain is, if it is anywhere.</summary>
[Immutable]
[GenerateSerializer]
internal readonly struct DirectoryAnswer(bool isOwner, long version, long epoch, GrainAddress? address)
{
    /// <summary>Whether the silo that was asked owns the partition; if not, its version says how new the table is.</summary>
    [Id(0)]
    public bool IsOwner { get; } = isOwner;

    [Id(1)]
    public long Version { get; } = version;

    [Id(2)]
    public long Epoch { get; } = epoch;

    [Id(3)]
    public GrainAddress? Address { get; } = address;
}
