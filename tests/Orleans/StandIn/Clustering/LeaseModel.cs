namespace Samantha.Orleans.Tests.StandIn.Clustering;

/// <summary>The rules of the protocol; a test takes one away to see that the others do not make up for it.</summary>
/// <param name="Silos">How many silos there may be; all but the first may join later.</param>
/// <param name="Lease">How many ticks of the database's clock a lease lasts.</param>
/// <param name="Margin">How many ticks earlier its holder stops.</param>
/// <param name="Drift">How many ticks a silo's clock may lose in the time of a lease.</param>
/// <param name="IsFenced">Whether a host refuses what an older epoch's owner says.</param>
/// <param name="ReleasesFirst">Whether an owner stops before it writes that another is the owner.</param>
/// <param name="HasGrants">Whether owners say to hosts what they may activate.</param>
/// <param name="LastEpoch">How often a partition may change its owner.</param>
internal sealed record LeaseRules(
    int Silos, int Partitions = 1, int Lease = 2, int Margin = 1, int Drift = 1, bool IsFenced = true, bool ReleasesFirst = true, bool HasGrants = false, int LastEpoch = 2);

/// <remarks>One that is paused or has crashed is one that takes no step any more; so each may be, in every state.</remarks>
internal enum Process : byte { Absent, Up, Gone }

internal enum Row : byte { None, Alive, Dead }

internal enum Request : byte { None, Sent, Granted, Denied }

/// <summary>A silo as it sees itself, and its row as the database has it.</summary>
internal struct ModelSilo
{
    public Process Process;
    public Row Row;

    /// <summary>Ticks until the lease ends, by the database's clock.</summary>
    public byte RowLeft;

    /// <summary>Ticks until the silo stops, by its own clock.</summary>
    public byte Left;

    /// <summary>Ticks that its clock has lost since it asked for the lease that it has.</summary>
    public byte Lost;

    public Request Request;

    /// <summary>Ticks since the request, by its own clock, and those lost since.</summary>
    public byte Age, AgeLost;
}

/// <summary>A partition as the database has it (silo 0 to n-1), or as a silo has read it.</summary>
internal struct ModelPartition
{
    public byte Owner, Epoch;

    /// <summary>Of a silo's: whether it gave the partition away, or has asked every host.</summary>
    public bool IsReleased, IsReady;

    /// <summary>Of a silo's: the epoch below which it refuses grants.</summary>
    public byte Fence;
}

/// <summary>One state of the whole: database, silos, and one grant of an owner on its way to a host.</summary>
internal sealed class ModelState(LeaseRules rules)
{
    public ModelSilo[] Silos = new ModelSilo[rules.Silos];
    public ModelPartition[] Table = new ModelPartition[rules.Partitions];
    public ModelPartition[][] Views = [.. Enumerable.Range(0, rules.Silos).Select(_ => new ModelPartition[rules.Partitions])];
    public (byte Host, byte Partition, byte Epoch)? Grant;

    public static ModelState Initial(LeaseRules rules)
    {
        // The first silo has everything.
        var state = new ModelState(rules);
        state.Silos[0] = new() { Process = Process.Up, Row = Row.Alive, RowLeft = (byte)rules.Lease, Left = (byte)(rules.Lease - rules.Margin) };
        for (var partition = 0; partition < rules.Partitions; partition++)
        {
            state.Table[partition] = new() { Epoch = 1 };
            state.Views[0][partition] = new() { Epoch = 1, IsReady = true, Fence = 1 };
        }

        return state;
    }

    public ModelState Copy() => new(rules)
    {
        Silos = [.. Silos],
        Table = [.. Table],
        Views = [.. Views.Select(view => (ModelPartition[])[.. view])],
        Grant = Grant,
    };

    /// <summary>Whether a silo believes that it may act for a partition, or would as soon as it runs again.</summary>
    public bool IsActing(int silo, int partition) =>
        Silos[silo].Process == Process.Up && Silos[silo].Left > 0
        && Views[silo][partition] is { IsReleased: false, Epoch: > 0 } view && view.Owner == silo;

    public string? Violation()
    {
        for (var partition = 0; partition < rules.Partitions; partition++)
        {
            var acting = Enumerable.Range(0, rules.Silos).Where(silo => IsActing(silo, partition)).ToArray();
            if (acting.Length > 1)
                return $"Silos {string.Join(" and ", acting)} act for partition {partition}.";
        }

        return null;
    }

    /// <summary>The state as one number, so that a set of millions is small.</summary>
    public UInt128 Pack()
    {
        UInt128 key = 0;
        void Add(int value, int radix) => key = (key * (UInt128)radix) + (UInt128)value;

        var ticks = rules.Lease + 1;
        var drift = rules.Drift + 1;
        var epochs = rules.LastEpoch + 1;
        Add(Grant is { } grant ? 1 + grant.Epoch + (epochs * (grant.Partition + (rules.Partitions * grant.Host))) : 0, (epochs * rules.Partitions * rules.Silos) + 1);
        foreach (var silo in Silos)
        {
            Add((int)silo.Process, 3);
            Add((int)silo.Row, 3);
            Add(silo.RowLeft, ticks);
            Add(silo.Left, ticks);
            Add(silo.Lost, drift);
            Add((int)silo.Request, 4);
            Add(silo.Age, ticks);
            Add(silo.AgeLost, drift);
        }

        foreach (var partition in Table.Concat(Views.SelectMany(view => view)))
        {
            Add(partition.Owner, rules.Silos);
            Add(partition.Epoch, epochs);
            Add((partition.IsReleased ? 2 : 0) + (partition.IsReady ? 1 : 0), 4);
            Add(partition.Fence, epochs);
        }

        return key;
    }
}
