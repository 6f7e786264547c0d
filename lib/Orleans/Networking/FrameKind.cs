namespace Orleans.Runtime;

/// <summary>What a frame is; the first byte after its length.</summary>
internal enum FrameKind : byte
{
    Preamble,
    Request,
    Response,
    Cancel,
    Ping,
    Pong,

    /// <summary>The sender takes no more requests; it still answers those that it has.</summary>
    GoAway,
}

/// <summary>What a response holds.</summary>
internal enum ResponseStatus : byte
{
    Completed,
    Value,
    Error,
}
