namespace Orleans.Runtime;

/// <summary>What the directory of a silo finds for a grain: an activation, or the group of a stateless worker's.</summary>
internal interface IMessageTarget
{
    void Receive(Message message);

    void Cancel(CancelMessage message);

    IEnumerable<Activation> Activations { get; }
}
