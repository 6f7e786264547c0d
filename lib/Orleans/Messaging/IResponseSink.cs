using Orleans.Serialization.GeneratedCodeHelpers;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>Takes the response of a call; of several, the first counts.</summary>
internal interface IResponseSink
{
    void Complete(Response response);

    /// <summary>Reads a value that came over a connection, as a response of the type that is waited for; who only passes it on leaves it as it is.</summary>
    Response ReadResult(FieldReader reader) => new EncodedResponse(reader.Take(reader.Remaining).ToArray(), reader.Services);
}
