using Orleans.CodeGeneration;
using Orleans.Serialization.Invocation;

namespace Orleans.CodeGeneration
{
    /// <summary>How a call may be scheduled.</summary>
    [Flags]
    public enum InvokeMethodOptions
    {
        /// <summary>In turn.</summary>
        None = 0,

        /// <summary>Without a response.</summary>
        OneWay = 1 << 0,

        /// <summary>Together with other read-only calls.</summary>
        ReadOnly = 1 << 1,

        /// <summary>Together with every call.</summary>
        AlwaysInterleave = 1 << 2,

        /// <summary>In any order.</summary>
        Unordered = 1 << 3,
    }
}

namespace Orleans.Runtime
{
    /// <summary>A call of a grain.</summary>
    public interface IRequest : IInvokable
    {
        /// <summary>How it may be scheduled.</summary>
        InvokeMethodOptions Options { get; }

        /// <summary>Adds to how it may be scheduled.</summary>
        void AddInvokeMethodOptions(InvokeMethodOptions options);
    }
}
