using System.Diagnostics;

namespace Orleans.Configuration;

/// <summary>How calls are sent.</summary>
public abstract class MessagingOptions
{
    /// <summary>How long a caller waits for a response: 30 seconds unless set.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a caller waits for a response while a debugger is attached: 30 minutes unless set.</summary>
    public TimeSpan ResponseTimeoutWithDebugger { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Whether the callee's token is cancelled when its caller has waited too long.</summary>
    public bool CancelRequestOnTimeout { get; set; }

    /// <summary>Whether a caller that cancels waits for the callee to end.</summary>
    public bool WaitForCancellationAcknowledgement { get; set; }

    /// <summary>The largest header of a message that is taken from a connection, in bytes: 10 MiB unless set.</summary>
    public int MaxMessageHeaderSize { get; set; } = 10 * 1024 * 1024;

    /// <summary>The largest body of a message that is taken from a connection, in bytes: 100 MiB unless set.</summary>
    public int MaxMessageBodySize { get; set; } = 100 * 1024 * 1024;

    internal TimeSpan EffectiveResponseTimeout => Debugger.IsAttached ? ResponseTimeoutWithDebugger : ResponseTimeout;
}

/// <summary>How a silo sends calls.</summary>
public class SiloMessagingOptions : MessagingOptions
{
    /// <summary>How often a message is sent on, after the activation it was for has ended, before it is refused.</summary>
    public int MaxForwardCount { get; set; } = 2;

    /// <summary>How many calls may wait for one activation before further ones are refused; 0 for any number.</summary>
    public int MaxEnqueuedRequestsHardLimit { get; set; }
}

/// <summary>How a client sends calls.</summary>
public class ClientMessagingOptions : MessagingOptions;
