using System.Collections.Concurrent;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Serialization.Invocation;

namespace Orleans.TestingHost;

/// <summary>Connects the silos of one test cluster. Arguments and results arrive as copies; links can be cut.</summary>
internal sealed class InMemoryNetwork
{
    private readonly ConcurrentDictionary<SiloAddress, MessageRouter> _silos = new();
    private readonly ConcurrentDictionary<(SiloAddress From, SiloAddress To), Link> _links = new();

    public void Attach(SiloAddress silo, MessageRouter router) => _silos[silo] = router;

    /// <summary>A silo is gone, and what was on its way to it. What it was to be answered is lost too, unless it has left in peace.</summary>
    public void Detach(SiloAddress silo, bool inPeace)
    {
        _silos.TryRemove(silo, out _);
        foreach (var (ends, link) in _links)
        {
            if ((ends.From.Equals(silo) && !inPeace) || ends.To.Equals(silo))
                link.Fail();
        }
    }

    /// <summary>Cuts or mends the link between two silos, in both directions.</summary>
    public void SetCut(SiloAddress one, SiloAddress other, bool isCut)
    {
        Between(one, other).SetCut(isCut);
        Between(other, one).SetCut(isCut);
    }

    public void Disconnect(SiloAddress from, SiloAddress to) => Between(from, to).Fail();

    public void Send(SiloAddress from, SiloAddress to, Message message, DeepCopier copier)
    {
        if (!_silos.TryGetValue(to, out var router) || !_silos.ContainsKey(from) || !Between(from, to).TryTrack(message))
        {
            message.Reject(new SiloUnavailableException($"There is no connection from silo {from} to silo {to}."));
            message.Recycle();
            return;
        }

        for (var i = 0; i < message.Body.GetArgumentCount(); i++)
        {
            if (message.Body.GetArgument(i) is { } argument)
                message.Body.SetArgument(i, Copy(argument, copier));
        }

        Between(from, to).Post(() => router.Send(message));
    }

    public void Cancel(SiloAddress from, SiloAddress to, CancelMessage message)
    {
        if (Between(from, to) is { IsCut: false } link && _silos.TryGetValue(to, out var router))
            link.Post(() => router.Cancel(message));
    }

    private static object Copy(object argument, DeepCopier copier)
    {
        try
        {
            return copier.Copy(argument);
        }
        catch (CodecNotFoundException)
        {
            // Of a type that is passed as it is, because its parameter is marked immutable.
            return argument;
        }
    }

    private Link Between(SiloAddress from, SiloAddress to) => _links.GetOrAdd((from, to), static ends => new Link(ends.From, ends.To));

    /// <summary>One direction between two silos, and the calls that wait for an answer over it.</summary>
    private sealed class Link(SiloAddress from, SiloAddress to)
    {
        private readonly ConcurrentDictionary<Answer, IResponseSink> _waiting = new();
        private readonly Queue<Action> _posted = new();

        public bool IsCut { get; private set; }

        public void SetCut(bool isCut)
        {
            IsCut = isCut;
            if (isCut)
                Fail();
        }

        /// <summary>Has a message answered over this link; false if it is cut.</summary>
        public bool TryTrack(Message message)
        {
            if (IsCut)
                return false;

            if (message.ResponseSink is { } sink)
            {
                var answer = new Answer(this);
                _waiting[answer] = sink;
                message.ResponseSink = answer;
            }

            return true;
        }

        /// <summary>Does something at the other end, after what was posted before.</summary>
        public void Post(Action action)
        {
            lock (_posted)
            {
                _posted.Enqueue(action);
                if (_posted.Count == 1)
                    ThreadPool.UnsafeQueueUserWorkItem(static link => link.Drain(), this, preferLocal: false);
            }
        }

        public void Fail()
        {
            foreach (var answer in _waiting.Keys)
                Complete(answer, Response.FromException(new SiloUnavailableException($"The connection from silo {from} to silo {to} was lost; the call may have been carried out or not.")));
        }

        private void Drain()
        {
            while (true)
            {
                Action action;
                lock (_posted)
                    action = _posted.Peek();

                action();
                lock (_posted)
                {
                    _posted.Dequeue();
                    if (_posted.Count == 0)
                        return;
                }
            }
        }

        private void Complete(Answer answer, Response response)
        {
            if (_waiting.TryRemove(answer, out var sink))
                sink.Complete(response);
            else
                response.Dispose();
        }

        private sealed class Answer(Link link) : IResponseSink
        {
            public void Complete(Response response) => link.Complete(this, response);
        }
    }
}

/// <summary>A silo's way to the others of its test cluster.</summary>
internal sealed class InMemoryTransport(InMemoryNetwork network, ILocalSiloDetails silo, DeepCopier copier) : IMessageTransport
{
    public void Send(SiloAddress target, Message message) => network.Send(silo.SiloAddress, target, message, copier);

    public void Cancel(SiloAddress target, CancelMessage message) => network.Cancel(silo.SiloAddress, target, message);

    public void Disconnect(SiloAddress target) => network.Disconnect(silo.SiloAddress, target);
}
