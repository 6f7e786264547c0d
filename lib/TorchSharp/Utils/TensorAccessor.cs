using System.Collections;

namespace TorchSharp.Utils;

/// <summary>The elements of a tensor on the CPU, in the order of its dimensions.</summary>
public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly unsafe T* _data;
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly bool _contiguous;
    private torch.Tensor? _tensor;

    internal unsafe TensorAccessor(torch.Tensor tensor)
    {
        if (tensor.device_type != DeviceType.CPU)
            throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
        _tensor = tensor;
        _shape = tensor.shape;
        _strides = tensor.stride();
        _contiguous = tensor.is_contiguous();
        Count = tensor.NumberOfElements;
        _data = Count == 0 ? null : (T*)tensor.DataPointer();
    }

    public long Count { get; }

    public bool IsReadOnly => false;

    /// <summary>One element by its index in every dimension, or by its position in memory order where one index is given.</summary>
    public unsafe T this[params long[] indices]
    {
        get => _data[Offset(indices)];
        set => _data[Offset(indices)] = value;
    }

    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result);
        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Copies the elements from tensorIndex on, as far as there is room for them.</summary>
    public unsafe void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        ObjectDisposedException.ThrowIf(_tensor is null, this);
        var target = array[arrayIndex..];
        var length = (int)Math.Min(target.Length, Math.Max(0, Count - tensorIndex));
        if (_contiguous) new ReadOnlySpan<T>(_data + tensorIndex, length).CopyTo(target);
        else for (var i = 0; i < length; i++) target[i] = _data[OffsetOf(tensorIndex + i)];
        GC.KeepAlive(_tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    /// <summary>Overwrites the elements from tensorIndex on, as far as the array goes.</summary>
    public unsafe void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        ObjectDisposedException.ThrowIf(_tensor is null, this);
        var source = array[arrayIndex..];
        var length = (int)Math.Min(source.Length, Math.Max(0, Count - tensorIndex));
        if (_contiguous) source[..length].CopyTo(new Span<T>(_data + tensorIndex, length));
        else for (var i = 0; i < length; i++) _data[OffsetOf(tensorIndex + i)] = source[i];
        GC.KeepAlive(_tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var position = 0L; position < Count; position++) yield return Read(OffsetOf(position));
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() => _tensor = null;

    private unsafe T Read(long offset)
    {
        ObjectDisposedException.ThrowIf(_tensor is null, this);
        return _data[offset];
    }

    private long Offset(long[] indices)
    {
        ObjectDisposedException.ThrowIf(_tensor is null, this);
        if (indices.Length == 1 && _shape.Length != 1)
            return indices[0] >= 0 && indices[0] < Count ? OffsetOf(indices[0]) : throw new IndexOutOfRangeException();
        if (indices.Length != _shape.Length) throw new ArgumentException("An index is needed for every dimension.", nameof(indices));
        var offset = 0L;
        for (var i = 0; i < indices.Length; i++)
        {
            if (indices[i] < 0 || indices[i] >= _shape[i]) throw new IndexOutOfRangeException();
            offset += indices[i] * _strides[i];
        }

        return offset;
    }

    private long OffsetOf(long position)
    {
        if (_contiguous) return position;
        var offset = 0L;
        for (var i = _shape.Length - 1; i >= 0; i--)
        {
            offset += position % _shape[i] * _strides[i];
            position /= _shape[i];
        }

        return offset;
    }
}
