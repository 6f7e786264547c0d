namespace Orleans.Runtime;

/// <summary>The states of a silo, in order.</summary>
[GenerateSerializer]
public enum SiloStatus
{
    /// <summary>Unknown.</summary>
    None = 0,

    /// <summary>Made, but not in the cluster.</summary>
    Created = 1,

    /// <summary>In the cluster, without activations.</summary>
    Joining = 2,

    /// <summary>Has activations.</summary>
    Active = 3,

    /// <summary>Ends its activations; gets no new ones.</summary>
    ShuttingDown = 4,

    /// <summary>Stops.</summary>
    Stopping = 5,

    /// <summary>Over; a silo that starts at the same endpoint is another one.</summary>
    Dead = 6,
}
