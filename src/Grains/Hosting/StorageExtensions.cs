using System.Runtime.ExceptionServices;
using Orleans.Core;
using Orleans.Runtime;
using Samantha.Contracts.Problems;

namespace Samantha.Grains.Hosting;

/// <summary>State operations whose problems reach the caller as what they are: the runtime wraps what a storage throws.</summary>
internal static class StorageExtensions
{
    public static Task Write(this IStorage storage) => Unwrap(storage.WriteStateAsync());

    public static Task Clear(this IStorage storage) => Unwrap(storage.ClearStateAsync());

    private static async Task Unwrap(Task operation)
    {
        try
        {
            await operation;
        }
        catch (OrleansException error) when (error.InnerException is SamanthaException problem)
        {
            ExceptionDispatchInfo.Throw(problem);
        }
    }
}
