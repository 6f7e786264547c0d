namespace Orleans.Runtime;

/// <summary>Brings messages to their targets, wherever these are.</summary>
internal interface IMessageRouter
{
    void Send(Message message);

    void Cancel(CancelMessage message);
}
