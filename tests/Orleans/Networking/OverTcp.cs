using Samantha.Orleans.Tests.Calls;
using Samantha.Orleans.Tests.Filters;
using Samantha.Orleans.Tests.Observers;
using Samantha.Orleans.Tests.Serialization;
using Samantha.Orleans.Tests.Streaming;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Networking;

// What holds within a process holds for a client that is connected to a gateway.

public sealed class CallOverTcpTests : CallTests
{
    protected override Task<TestSilo> StartAsync() => TestSilo.StartOverTcpAsync();
}

public sealed class CancellationOverTcpTests : CancellationTests
{
    protected override Task<TestSilo> StartAsync() => TestSilo.StartOverTcpAsync();
}

public sealed class CopyOverTcpTests : CopyTests
{
    protected override Task<TestSilo> StartAsync() => TestSilo.StartOverTcpAsync();
}

public sealed class StreamOverTcpTests : StreamTests
{
    protected override Task<TestSilo> StartAsync() => TestSilo.StartOverTcpAsync();
}

public sealed class ObserverOverTcpTests : ObserverTests
{
    protected override Task<TestSilo> StartAsync() => TestSilo.StartOverTcpAsync();
}

public sealed class RequestContextOverTcpTests : RequestContextTests
{
    protected override Task<TestSilo> StartAsync() => TestSilo.StartOverTcpAsync();
}
