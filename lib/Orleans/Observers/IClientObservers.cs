namespace Orleans.Runtime;

/// <summary>The observers of one client, wherever it is: in this process, or at the other end of a connection.</summary>
internal interface IClientObservers
{
    GrainId ClientId { get; }

    void Receive(Message message);
}
