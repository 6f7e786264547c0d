using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>
/// An ATen operator, found by the name and overload of its schema at its first call. Arguments follow the schema's order;
/// those left out at the end take the schema's defaults.
/// </summary>
internal sealed unsafe class Operator(string name, string overload = "")
{
    private nint _handle;

    private nint Handle => _handle != 0 ? _handle : Find();

    /// <summary>The result is one tensor.</summary>
    internal Tensor Call(params ReadOnlySpan<Argument> arguments)
    {
        long result;
        Invoke(arguments, &result, 1);
        return new Tensor((nint)result);
    }

    internal (Tensor, Tensor) Call2(params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc long[2];
        Invoke(arguments, results, 2);
        return (new Tensor((nint)results[0]), new Tensor((nint)results[1]));
    }

    /// <summary>The result is dropped: for operators that change their first argument in place.</summary>
    internal void Run(params ReadOnlySpan<Argument> arguments) => Invoke(arguments, null, 0);

    internal bool Test(params ReadOnlySpan<Argument> arguments)
    {
        long result;
        Invoke(arguments, &result, 1);
        return result != 0;
    }

    /// <summary>The result is a list of tensors.</summary>
    [SkipLocalsInit]
    internal Tensor[] CallList(params ReadOnlySpan<Argument> arguments)
    {
        var natives = stackalloc NativeArgument[arguments.Length];
        var buffer = new Buffer(stackalloc long[Buffer.OnStack], Words(arguments));
        nint* results;
        long length;
        try
        {
            buffer.Fill(arguments, natives);
            Shim.Check(Shim.ts_call_list(Handle, natives, arguments.Length, &results, &length));
        }
        finally
        {
            buffer.Dispose();
            KeepAlive(arguments);
        }

        var tensors = new Tensor[length];
        for (var i = 0; i < length; i++) tensors[i] = new Tensor(results[i]);
        Shim.ts_free(results);
        return tensors;
    }

    [SkipLocalsInit]
    private void Invoke(ReadOnlySpan<Argument> arguments, long* results, int capacity)
    {
        var natives = stackalloc NativeArgument[arguments.Length];
        var buffer = new Buffer(stackalloc long[Buffer.OnStack], Words(arguments));
        try
        {
            buffer.Fill(arguments, natives);
            Shim.Check(Shim.ts_call(Handle, natives, arguments.Length, results, capacity));
        }
        finally
        {
            buffer.Dispose();
            KeepAlive(arguments);
        }
    }

    private static int Words(ReadOnlySpan<Argument> arguments)
    {
        var words = 0;
        foreach (ref readonly var argument in arguments)
        {
            words += argument.Kind switch
            {
                ArgumentKind.IntList => ((long[])argument.Reference!).Length,
                ArgumentKind.TensorList or ArgumentKind.OptionalTensorList => ((Tensor?[])argument.Reference!).Length,
                ArgumentKind.String => (Encoding.UTF8.GetByteCount((string)argument.Reference!) + 7) / 8,
                _ => 0,
            };
        }

        return words;
    }

    private static void KeepAlive(ReadOnlySpan<Argument> arguments)
    {
        foreach (ref readonly var argument in arguments) GC.KeepAlive(argument.Reference);
    }

    private nint Find()
    {
        nint found;
        fixed (byte* schema = Encoding.UTF8.GetBytes($"aten::{name}\0"))
        fixed (byte* variant = Encoding.UTF8.GetBytes($"{overload}\0"))
            Shim.Check(Shim.ts_find_operator(schema, variant, &found));
        return _handle = found;
    }

    /// <summary>Room for the lists and texts of a call: on the stack, or where they are long, outside the heap.</summary>
    private ref struct Buffer
    {
        internal const int OnStack = 64;

        private readonly long* _memory;
        private readonly bool _owned;

        internal Buffer(Span<long> stack, int words)
        {
            _owned = words > OnStack;
            _memory = _owned
                ? (long*)NativeMemory.Alloc((nuint)words, sizeof(long))
                : (long*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(stack));
        }

        internal readonly void Dispose()
        {
            if (_owned) NativeMemory.Free(_memory);
        }

        internal readonly void Fill(ReadOnlySpan<Argument> arguments, NativeArgument* natives)
        {
            var next = _memory;
            for (var i = 0; i < arguments.Length; i++)
            {
                ref readonly var argument = ref arguments[i];
                ref var native = ref natives[i];
                native.Kind = (long)argument.Kind;
                native.Bits = argument.Bits;
                native.Length = argument.Extra;
                switch (argument.Kind)
                {
                    case ArgumentKind.Tensor:
                        native.Bits = ((Tensor)argument.Reference!).Handle;
                        break;
                    case ArgumentKind.Generator:
                        native.Bits = ((Generator)argument.Reference!).Handle;
                        break;
                    case ArgumentKind.IntList:
                        var numbers = (long[])argument.Reference!;
                        numbers.CopyTo(new Span<long>(next, numbers.Length));
                        native.Bits = (nint)next;
                        native.Length = numbers.Length;
                        next += numbers.Length;
                        break;
                    case ArgumentKind.TensorList:
                    case ArgumentKind.OptionalTensorList:
                        var tensors = (Tensor?[])argument.Reference!;
                        native.Bits = (nint)next;
                        native.Length = tensors.Length;
                        foreach (var tensor in tensors) *next++ = tensor is null ? 0 : tensor.Handle;
                        break;
                    case ArgumentKind.String:
                        var text = (string)argument.Reference!;
                        native.Bits = (nint)next;
                        native.Length = Encoding.UTF8.GetBytes(text, new Span<byte>(next, Encoding.UTF8.GetByteCount(text)));
                        next += (native.Length + 7) / 8;
                        break;
                }
            }
        }
    }
}
