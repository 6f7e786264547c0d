namespace Orleans.Runtime.ReminderService;

/// <summary>Says of which grains this silo serves the reminders.</summary>
internal interface IReminderRing
{
    /// <summary>The ranges of hashes: above the first number, up to the second, around the ring.</summary>
    IEnumerable<(uint Begin, uint End)> Ranges { get; }

    /// <summary>Called when the ranges have changed.</summary>
    event Action? Changed;

    /// <summary>Called when another silo has changed a reminder that this one may serve.</summary>
    event Action<GrainId, string>? ReminderChanged;

    /// <summary>Whether this silo serves a grain's reminders now.</summary>
    bool Serves(GrainId grainId);

    /// <summary>Tells the silo that serves it that a reminder was changed.</summary>
    void Tell(GrainId grainId, string name);
}

/// <summary>One silo: it serves every grain.</summary>
internal sealed class WholeRing : IReminderRing
{
    public event Action? Changed
    {
        add { }
        remove { }
    }

    public event Action<GrainId, string>? ReminderChanged
    {
        add { }
        remove { }
    }

    public IEnumerable<(uint Begin, uint End)> Ranges => [(0, 0)];

    public bool Serves(GrainId grainId) => true;

    public void Tell(GrainId grainId, string name)
    {
    }
}
