namespace Orleans.Runtime;

/// <summary>Says which silo a grain lives on, or is to live on.</summary>
internal interface IGrainLocator
{
    /// <summary>The silo that a message goes to; null if its target is a client that is nowhere.</summary>
    ValueTask<SiloAddress?> LocateAsync(Message message);

    /// <summary>The silo where a grain was last; null if that is not known here.</summary>
    SiloAddress? Find(GrainId grainId);

    /// <summary>Tells the silo that a message came from that its target is not on <paramref name="wrong"/>.</summary>
    void Correct(Message message, SiloAddress wrong);

    /// <summary>Makes a client of this silo known, so that its observers are found.</summary>
    Task AddClientAsync(GrainId client);

    void RemoveClient(GrainId client);
}

/// <summary>One silo: every grain lives here.</summary>
internal sealed class SingleSiloLocator(ILocalSiloDetails silo) : IGrainLocator
{
    public ValueTask<SiloAddress?> LocateAsync(Message message) => new(ObserverRegistry.TryGetClient(message.TargetGrain, out _) ? null : silo.SiloAddress);

    public SiloAddress? Find(GrainId grainId) => null;

    public void Correct(Message message, SiloAddress wrong)
    {
    }

    public Task AddClientAsync(GrainId client) => Task.CompletedTask;

    public void RemoveClient(GrainId client)
    {
    }
}
