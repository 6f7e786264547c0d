using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>Takes the response of a call; of several, the first counts.</summary>
internal interface IResponseSink
{
    void Complete(Response response);
}
