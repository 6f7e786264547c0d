using Orleans.CodeGeneration;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>
/// A call on its way to an activation. It knows nothing of how it travels: whoever receives it from a connection
/// sets a <see cref="ResponseSink"/> that answers there. The receiver owns it and gives it back when it has answered.
/// </summary>
internal sealed class Message : WorkItem
{
    private static long s_lastId;

    private Message()
    {
    }

    /// <summary>Names the call towards its target, for <see cref="CancelMessage"/>.</summary>
    public long Id { get; private set; }

    public GrainId TargetGrain { get; private set; }

    /// <summary>The calling grain; null if a client calls.</summary>
    public GrainId? SendingGrain { get; private set; }

    /// <summary>The activation that the message was handed to.</summary>
    public Activation? Target { get; set; }

    public IInvokable Body { get; private set; } = null!;

    public InvokeMethodOptions Options { get; private set; }

    public Dictionary<string, object>? RequestContext { get; private set; }

    /// <summary>Who waits for the response; null if nobody does.</summary>
    public IResponseSink? ResponseSink { get; set; }

    /// <summary>Whether the body is given back with the message.</summary>
    public bool OwnsBody { get; private set; }

    /// <summary>Whether handling the message counts as activity.</summary>
    public bool IsKeepAlive { get; private set; }

    /// <summary>Whether the message is for one activation only, and dropped if it has ended.</summary>
    public bool IsLocalOnly { get; private set; }

    /// <summary>Whether a stateless worker's group counts the message.</summary>
    public bool IsReserved { get; set; }

    /// <summary>How often the message was sent on. It travels with the message.</summary>
    public int ForwardCount { get; set; }

    /// <summary>The silo that the message came from last; null if it was sent here. It travels with the message, or is known from its connection.</summary>
    public SiloAddress? SendingSilo { get; set; }

    /// <summary>Neighbours in the list of running calls.</summary>
    public Message? NextRunning { get; set; }

    public Message? PreviousRunning { get; set; }

    public bool IsReadOnly => (Options & InvokeMethodOptions.ReadOnly) != 0;

    public bool IsAlwaysInterleave => (Options & InvokeMethodOptions.AlwaysInterleave) != 0;

    public Guid ReentrancyId => Runtime.RequestContext.ReentrancyIdOf(RequestContext);

    public static Message Create(GrainId target, IInvokable body, InvokeMethodOptions options, IResponseSink? sink, Dictionary<string, object>? requestContext, bool ownsBody = true)
    {
        var message = ThreadLocalPool<Message>.Rent() ?? new Message();
        message.Id = sink is null ? 0 : Interlocked.Increment(ref s_lastId);
        message.TargetGrain = target;
        message.Body = body;
        message.Options = options;
        message.ResponseSink = sink;
        message.RequestContext = requestContext;
        message.SendingGrain = RuntimeContext.Current?.GrainId;
        message.OwnsBody = ownsBody;
        message.IsKeepAlive = true;
        return message;
    }

    /// <summary>A message from an activation to itself, such as a timer's tick.</summary>
    public static Message CreateLocal(Activation target, IInvokable body, InvokeMethodOptions options, bool keepAlive)
    {
        var message = Create(target.GrainId, body, options | InvokeMethodOptions.OneWay, null, null, ownsBody: false);
        message.IsKeepAlive = keepAlive;
        message.IsLocalOnly = true;
        return message;
    }

    public override void Execute() => Target!.OnMessage(this);

    public void Respond(Response response)
    {
        if (ResponseSink is { } sink)
            sink.Complete(response);
        else
            response.Dispose();
    }

    public void Reject(Exception exception) => ResponseSink?.Complete(Response.FromException(exception));

    public void Recycle()
    {
        if (OwnsBody)
            Body.Dispose();

        TargetGrain = default;
        SendingGrain = null;
        Target = null;
        Body = null!;
        RequestContext = null;
        ResponseSink = null;
        IsLocalOnly = false;
        IsReserved = false;
        ForwardCount = 0;
        SendingSilo = null;
        ThreadLocalPool<Message>.Return(this);
    }

    public override string ToString() => $"{Body} to {TargetGrain}";
}

/// <summary>Tells the target of a call that its caller no longer wants the response.</summary>
internal sealed record CancelMessage(GrainId TargetGrain, long CallId);
