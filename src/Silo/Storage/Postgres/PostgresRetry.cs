using Polly;
using Polly.Retry;

namespace Samantha.Silo.Storage.Postgres;

/// <summary>Does again what failed for the moment: a connection that broke, a server that restarts.</summary>
internal static class PostgresRetry
{
    /// <summary>For reads, and for writes that a second time change nothing more; about eight seconds in all.</summary>
    public static ResiliencePipeline Pipeline(TimeProvider time) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } error && PostgresProblems.IsTransient(error)),
            MaxRetryAttempts = 8,
            Delay = TimeSpan.FromMilliseconds(50),
            MaxDelay = TimeSpan.FromSeconds(2),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            OnRetry = _ =>
            {
                StorageMeter.Retried();
                return default;
            },
        })
        .Build();
}
