namespace Orleans.Runtime;

/// <summary>The states of an activation, in order.</summary>
internal enum ActivationState : byte
{
    /// <summary>Nothing has been made.</summary>
    Created,

    /// <summary>The instance is made and its <c>OnActivateAsync</c> runs; calls wait.</summary>
    Activating,

    /// <summary>Calls run.</summary>
    Valid,

    /// <summary>No further calls start; those that run end, then <c>OnDeactivateAsync</c> runs.</summary>
    Deactivating,

    /// <summary>Over: messages are sent on, to a new activation.</summary>
    Invalid,
}
