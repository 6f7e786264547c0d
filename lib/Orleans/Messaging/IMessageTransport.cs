namespace Orleans.Runtime;

/// <summary>Carries messages to other silos, and answers their senders with the responses that come back.</summary>
internal interface IMessageTransport
{
    void Send(SiloAddress silo, Message message);

    void Cancel(SiloAddress silo, CancelMessage message);

    /// <summary>A silo is dead: what it has not answered fails.</summary>
    void Disconnect(SiloAddress silo)
    {
    }
}
