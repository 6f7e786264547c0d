namespace Orleans.Runtime;

/// <summary>The activations of one stateless worker: a call goes to an idle one, else to a new one, else to the least loaded.</summary>
internal sealed class StatelessWorkerGroup(GrainId grainId, ActivationShared shared, int maxWorkers) : IMessageTarget
{
    private readonly Lock _gate = new();
    private readonly List<Activation> _workers = [];

    public IEnumerable<Activation> Activations
    {
        get
        {
            lock (_gate)
                return [.. _workers];
        }
    }

    public void Receive(Message message)
    {
        Activation worker;
        lock (_gate)
        {
            worker = Select();
            worker.ReserveCall();
        }

        message.IsReserved = true;
        worker.Receive(message);
    }

    public void Cancel(CancelMessage message)
    {
        foreach (var worker in Activations)
            worker.Cancel(message);
    }

    public void Remove(Activation activation)
    {
        lock (_gate)
            _workers.Remove(activation);
    }

    private Activation Select()
    {
        Activation? least = null;
        foreach (var worker in _workers)
        {
            if (worker.State >= ActivationState.Deactivating)
                continue;

            if (least is null || worker.ReservedCalls < least.ReservedCalls)
                least = worker;

            if (least.ReservedCalls == 0)
                return least;
        }

        if (least is not null && _workers.Count >= maxWorkers)
            return least;

        var created = new Activation(grainId, shared);
        _workers.Add(created);
        return created;
    }
}
