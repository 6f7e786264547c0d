namespace Samantha.Orleans.Tests.StandIn.Clustering;

/// <summary>Everything that can happen next; what is refused by a rule is no step.</summary>
internal sealed class LeaseSteps(LeaseRules rules)
{
    /// <summary>The states after each possible step. A violation that shows in the step itself is told.</summary>
    public IEnumerable<(ModelState State, string? Violation)> From(ModelState state)
    {
        foreach (var next in Ticks(state))
            yield return (next, null);

        for (var silo = 0; silo < rules.Silos; silo++)
        {
            foreach (var next in OfSilo(state, silo))
                yield return (next, null);

            for (var partition = 0; partition < rules.Partitions; partition++)
            {
                foreach (var next in OfPartition(state, silo, partition))
                    yield return (next, null);
            }
        }

        if (state.Grant is { } grant)
            yield return Arrive(state, grant.Host, grant.Partition, grant.Epoch);
    }

    public ModelState Tick(ModelState state, int lagging = 0)
    {
        var next = state.Copy();
        for (var i = 0; i < rules.Silos; i++)
        {
            ref var silo = ref next.Silos[i];
            if (silo.RowLeft > 0)
                silo.RowLeft--;

            if ((lagging >> i & 1) != 0)
            {
                // Only what is still counted can be lost.
                silo.Lost += (byte)(silo.Left > 0 ? 1 : 0);
                silo.AgeLost += (byte)(silo.Request != Request.None ? 1 : 0);
            }
            else
            {
                if (silo.Left > 0 && --silo.Left == 0)
                    silo.Lost = 0;

                if (silo.Request != Request.None && silo.Age < rules.Lease)
                    silo.Age++;
            }
        }

        return next;
    }

    public ModelState? Join(ModelState state, int silo)
    {
        if (state.Silos[silo].Process != Process.Absent)
            return null;

        var next = state.Copy();
        next.Silos[silo] = new() { Process = Process.Up, Row = Row.Alive, RowLeft = (byte)rules.Lease, Left = (byte)(rules.Lease - rules.Margin) };
        Read(next, silo);
        return next;
    }

    public ModelState? Send(ModelState state, int silo) =>
        Change(state, silo, one => one.Process == Process.Up && one.Request == Request.None, (ref one) =>
        {
            one.Request = Request.Sent;
            one.Age = 0;
            one.AgeLost = 0;
        });

    /// <summary>The database renews the lease, or says that the silo is dead.</summary>
    public ModelState? Apply(ModelState state, int silo) =>
        Change(state, silo, one => one.Request == Request.Sent, (ref one) =>
        {
            one.Request = one.Row == Row.Alive ? Request.Granted : Request.Denied;
            if (one.Row == Row.Alive)
                one.RowLeft = (byte)rules.Lease;
        });

    /// <summary>The answer arrives, with the table.</summary>
    public ModelState? Deliver(ModelState state, int silo)
    {
        var was = state.Silos[silo];
        if (was.Process != Process.Up || was.Request is not (Request.Granted or Request.Denied))
            return null;

        var next = state.Copy();
        ref var one = ref next.Silos[silo];
        one.Left = (byte)Math.Max(0, rules.Lease - rules.Margin - one.Age);
        one.Lost = one.Left > 0 ? one.AgeLost : (byte)0;
        one.Request = Request.None;
        one.Age = 0;
        one.AgeLost = 0;
        if (was.Request == Request.Denied)
            Crash(next, silo);
        else
            Read(next, silo);

        return next;
    }

    public ModelState? Lose(ModelState state, int silo) =>
        Change(state, silo, one => one.Request != Request.None, (ref one) =>
        {
            one.Request = Request.None;
            one.Age = 0;
            one.AgeLost = 0;
        });

    /// <summary>A silo declares another dead and takes its partitions, in one write.</summary>
    public ModelState? Bury(ModelState state, int silo, int other)
    {
        if (silo == other || !MayWrite(state, silo) || state.Silos[other] is not { Row: Row.Alive, RowLeft: 0 })
            return null;

        var next = state.Copy();
        next.Silos[other].Row = Row.Dead;
        for (var partition = 0; partition < rules.Partitions; partition++)
        {
            if (next.Table[partition].Owner == other && !Move(next, partition, silo))
                return null;
        }

        Read(next, silo);
        return next;
    }

    public ModelState? Release(ModelState state, int silo, int partition)
    {
        if (state.Silos[silo].Process != Process.Up || !Owns(state, silo, partition))
            return null;

        var next = state.Copy();
        next.Views[silo][partition].IsReleased = true;
        return next;
    }

    /// <summary>The write that gives a partition away arrives; the silo learns of it when it reads the table.</summary>
    public ModelState? GiveAway(ModelState state, int silo, int partition, int to)
    {
        var view = state.Views[silo][partition];
        if (silo == to || !MayWrite(state, silo) || view.Owner != silo || view.IsReleased != rules.ReleasesFirst || state.Silos[to].Row != Row.Alive)
            return null;

        var next = state.Copy();
        return Move(next, partition, to) ? next : null;
    }

    /// <summary>A host tells a new owner what it has, and from then on refuses what older owners say.</summary>
    public ModelState? Answer(ModelState state, int owner, int host, int partition)
    {
        var view = state.Views[owner][partition];
        if (state.Silos[owner].Process != Process.Up || !Owns(state, owner, partition) || view.IsReady
            || state.Silos[host].Process != Process.Up || state.Views[host][partition].Fence >= view.Epoch)
            return null;

        var next = state.Copy();
        next.Views[host][partition].Fence = view.Epoch;
        return next;
    }

    public ModelState? BecomeReady(ModelState state, int owner, int partition)
    {
        var view = state.Views[owner][partition];
        if (state.Silos[owner].Process != Process.Up || !Owns(state, owner, partition) || view.IsReady)
            return null;

        for (var host = 0; host < rules.Silos; host++)
        {
            if (state.Silos[host].Row == Row.Alive && state.Views[host][partition].Fence < view.Epoch)
                return null;
        }

        var next = state.Copy();
        next.Views[owner][partition].IsReady = true;
        return next;
    }

    /// <summary>The silo takes no step any more; what it believed is of no use to anyone.</summary>
    public static void Crash(ModelState state, int silo)
    {
        state.Silos[silo] = new() { Process = Process.Gone, Row = state.Silos[silo].Row, RowLeft = state.Silos[silo].RowLeft };
        Array.Clear(state.Views[silo]);
    }

    private IEnumerable<ModelState> Ticks(ModelState state)
    {
        for (var lagging = 0; lagging < 1 << rules.Silos; lagging++)
        {
            if (Enumerable.Range(0, rules.Silos).All(i => (lagging >> i & 1) == 0 || MayLag(state.Silos[i])))
                yield return Tick(state, lagging);
        }
    }

    private bool MayLag(ModelSilo silo) =>
        silo.Process == Process.Up && (silo.Left > 0 || silo.Request != Request.None)
        && silo.Lost < rules.Drift && silo.AgeLost < rules.Drift;

    private IEnumerable<ModelState> OfSilo(ModelState state, int silo)
    {
        ModelState?[] steps =
        [
            Join(state, silo), Send(state, silo), Apply(state, silo), Deliver(state, silo), Lose(state, silo),
            .. Enumerable.Range(0, rules.Silos).Select(other => Bury(state, silo, other)),
        ];
        return steps.OfType<ModelState>();
    }

    private IEnumerable<ModelState> OfPartition(ModelState state, int silo, int partition)
    {
        ModelState?[] steps =
        [
            Release(state, silo, partition), BecomeReady(state, silo, partition),
            .. Enumerable.Range(0, rules.Silos).SelectMany(other => (ModelState?[])
            [
                GiveAway(state, silo, partition, other), Answer(state, silo, other, partition), Say(state, silo, other, partition),
            ]),
        ];
        return steps.OfType<ModelState>();
    }

    // The owner says to a host that it may activate; a pause may come between the look at the lease and the arrival.
    private ModelState? Say(ModelState state, int owner, int host, int partition)
    {
        if (!rules.HasGrants || state.Grant is not null || state.Silos[owner].Process != Process.Up || !state.IsActing(owner, partition) || !state.Views[owner][partition].IsReady)
            return null;

        var next = state.Copy();
        next.Grant = ((byte)host, (byte)partition, state.Views[owner][partition].Epoch);
        return next;
    }

    private (ModelState State, string? Violation) Arrive(ModelState state, int host, int partition, int epoch)
    {
        var next = state.Copy();
        next.Grant = null;
        var isAccepted = state.Silos[host] is { Process: Process.Up, Row: Row.Alive } && (!rules.IsFenced || state.Views[host][partition].Fence <= epoch);
        var newer = Enumerable.Range(0, rules.Silos).Any(other => state.Views[other][partition] is { IsReady: true } view && view.Owner == other && view.Epoch > epoch);
        return (next, isAccepted && newer ? $"Host {host} took epoch {epoch}'s word for partition {partition} when a newer owner had asked everyone." : null);
    }

    private static bool Owns(ModelState state, int silo, int partition) =>
        state.Views[silo][partition] is { IsReleased: false, Epoch: > 0 } view && view.Owner == silo;

    // The table's version is what the writer has read.
    private bool MayWrite(ModelState state, int silo)
    {
        if (state.Silos[silo] is not { Process: Process.Up, Row: Row.Alive })
            return false;

        for (var partition = 0; partition < rules.Partitions; partition++)
        {
            if (state.Views[silo][partition].Epoch != state.Table[partition].Epoch)
                return false;
        }

        return true;
    }

    private bool Move(ModelState next, int partition, int to)
    {
        if (next.Table[partition].Epoch == rules.LastEpoch)
            return false;

        next.Table[partition].Owner = (byte)to;
        next.Table[partition].Epoch++;
        return true;
    }

    private void Read(ModelState next, int silo)
    {
        for (var partition = 0; partition < rules.Partitions; partition++)
        {
            ref var view = ref next.Views[silo][partition];
            var row = next.Table[partition];
            if (view.Epoch != row.Epoch || view.IsReleased)
                view.IsReady = false;

            view.IsReleased = false;
            view.Owner = row.Owner;
            view.Epoch = row.Epoch;
            view.Fence = Math.Max(view.Fence, row.Epoch);
        }
    }

    private static ModelState? Change(ModelState state, int silo, Func<ModelSilo, bool> isPossible, ChangeSilo change)
    {
        if (!isPossible(state.Silos[silo]))
            return null;

        var next = state.Copy();
        change(ref next.Silos[silo]);
        return next;
    }

    private delegate void ChangeSilo(ref ModelSilo silo);
}
