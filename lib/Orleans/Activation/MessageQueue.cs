namespace Orleans.Runtime;

/// <summary>Waiting messages, a list through the messages themselves.</summary>
internal struct MessageQueue
{
    private Message? _first;
    private Message? _last;

    public int Count { get; private set; }

    public readonly Message? First => _first;

    public void Enqueue(Message message)
    {
        message.Next = null;
        if (_last is null)
            _first = message;
        else
            _last.Next = message;

        _last = message;
        Count++;
    }

    /// <summary>Removes a message; <paramref name="previous"/> is the one before it, null if it is the first.</summary>
    public void Remove(Message message, Message? previous)
    {
        if (previous is null)
            _first = (Message?)message.Next;
        else
            previous.Next = message.Next;

        if (ReferenceEquals(_last, message))
            _last = previous;

        message.Next = null;
        Count--;
    }

    public Message? Dequeue()
    {
        var message = _first;
        if (message is not null)
            Remove(message, null);

        return message;
    }
}
