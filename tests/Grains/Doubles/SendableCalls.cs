using Orleans;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Samantha.Grains.Tests.Doubles;

/// <summary>In one silo nothing is ever sent. This sees to it that it could be: whatever a grain returns and is given goes through the serializer.</summary>
internal sealed class SendableCalls(Serializer serializer) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        for (var i = 0; i < context.Request.GetArgumentCount(); i++)
        {
            if (context.Request.GetArgument(i) is { } argument and not CancellationToken)
                serializer.SerializeToArray(argument);
        }

        await context.Invoke();
        if (context.Result is { } result)
            serializer.SerializeToArray(result);
    }
}
