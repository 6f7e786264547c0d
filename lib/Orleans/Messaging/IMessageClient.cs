using Orleans.CodeGeneration;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>Sends the calls of one host's references.</summary>
internal interface IMessageClient
{
    /// <summary>Sends a call; without <paramref name="call"/> no response is wanted.</summary>
    void SendRequest(GrainId target, IInvokable body, IPendingCall? call, InvokeMethodOptions options, bool ownsBody = true);

    /// <summary>Fails every call that has no response yet.</summary>
    void FailAll(string reason);
}
