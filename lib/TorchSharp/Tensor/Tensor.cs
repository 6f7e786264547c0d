using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A multi-dimensional array of one element type, on one device, that autograd can follow.</summary>
    /// <remarks>
    /// The native memory is freed by <see cref="Dispose()"/>, by the dispose scope that was open when the tensor was made,
    /// or, as a last resort, by the finalizer. An operation that fails throws <see cref="System.Runtime.InteropServices.ExternalException"/>
    /// with libtorch's message.
    /// </remarks>
    public partial class Tensor : IDisposable
    {
        private static long s_totalCount;
        private static long s_peakCount;

        /// <summary>The native tensor; it owns one reference. Zero once disposed.</summary>
        internal IntPtr handle;

        internal Tensor(IntPtr handle, bool register = true)
        {
            this.handle = handle;
            var count = Interlocked.Increment(ref s_totalCount);
            if (count > Volatile.Read(ref s_peakCount)) Volatile.Write(ref s_peakCount, count);
            if (register) OwningDisposeScope = DisposeScopeManager.ThreadSingleton.Register(this);
        }

        ~Tensor() => Dispose(false);

        internal DisposeScope? OwningDisposeScope { get; set; }

        /// <summary>The number of tensors of the process that are not yet disposed.</summary>
        public static long TotalCount => Interlocked.Read(ref s_totalCount);

        /// <summary>The highest that <see cref="TotalCount"/> has been.</summary>
        public static long PeakCount => Interlocked.Read(ref s_peakCount);

        /// <summary>A name for the user's own use.</summary>
        public string? name { get; set; }

        /// <summary>The native tensor.</summary>
        /// <exception cref="InvalidOperationException">The tensor was disposed.</exception>
        public IntPtr Handle => handle != 0 ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        /// <summary>True once the tensor was disposed.</summary>
        public bool IsInvalid => handle == 0;

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var native = Interlocked.Exchange(ref handle, 0);
            if (native == 0) return;
            if (disposing)
            {
                DisposeScopeManager.ThreadSingleton.CountDisposal(this);
                OwningDisposeScope?.MarkAsDisposed(this);
            }

            Interlocked.Decrement(ref s_totalCount);
            Shim.ts_release(native);
        }

        /// <summary>Gives the tensor to the scope around its own, or to none where there is none.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Takes the tensor out of every scope: its owner disposes it.</summary>
        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is null && other is not null) other.Attach(this);
            else OwningDisposeScope?.MoveToOther(other, this);
            return this;
        }

        /// <summary>Another handle of the same tensor.</summary>
        public Tensor alias()
        {
            var result = new Tensor(Shim.ts_alias(Handle));
            GC.KeepAlive(this);
            return result;
        }

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        /// <summary>True where both have the same shape and the same elements.</summary>
        public bool Equals(Tensor target) => Operators.equal.Test(this, target);

        public override int GetHashCode() => base.GetHashCode();

        /// <summary>Takes the native tensor away from this object, which is empty afterwards and no longer counted.</summary>
        internal IntPtr MoveHandle()
        {
            Interlocked.Decrement(ref s_totalCount);
            GC.SuppressFinalize(this);
            return Interlocked.Exchange(ref handle, 0);
        }
    }
}
