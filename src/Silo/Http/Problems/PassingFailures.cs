using Orleans.Runtime;

namespace Samantha.Silo.Http.Problems;

/// <summary>
/// Failures that pass: a grain whose silo has just gone is on another within its lease. A request that has said nothing yet
/// waits for that and is done again; everything here may be done twice, turns by their ids.
/// </summary>
internal sealed class PassingFailures(TimeProvider time, ILogger<PassingFailures> logger) : IEndpointFilter
{
    /// <summary>How long a request waits for what passes, and how long before each attempt.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether the same request may succeed in a moment. A silo that the others took for dead does not wait for what it has when it stops: its services are gone under it.</summary>
    public static bool Has(Exception failure) => failure is OrleansMessageRejectionException or EnumerationAbortedException or TimeoutException or ObjectDisposedException;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await next(context);
            }
            catch (Exception failure) when (Has(failure) && !context.HttpContext.Response.HasStarted && time.GetElapsedTime(began) < Patience)
            {
                logger.LogDebug("A request waits after {Error}", failure.GetType().Name);
                await Task.Delay(Pause, time, context.HttpContext.RequestAborted);
            }
        }
    }
}
