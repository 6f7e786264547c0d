using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // Views share the memory of the tensor they are taken from.
    public partial class Tensor
    {
        /// <summary>The same elements under another shape; one size may be -1.</summary>
        /// <exception cref="System.Runtime.InteropServices.ExternalException">The memory's layout does not allow it without a copy.</exception>
        public Tensor view(params long[] shape) => Operators.view.Call(this, shape);
        public Tensor view_as(Tensor other) => view(other.shape);

        /// <summary>As <see cref="view"/>, with a copy where the layout asks for one.</summary>
        public Tensor reshape(params long[] shape) => Operators.reshape.Call(this, shape);
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Operators.flatten_using_ints.Call(this, start_dim, end_dim);
        public Tensor unflatten(long dim, params long[] sizes)
        {
            var old = shape;
            var at = (int)(dim < 0 ? dim + old.Length : dim);
            return view([.. old[..at], .. sizes, .. old[(at + 1)..]]);
        }

        public Tensor transpose(long dim0, long dim1) => Operators.transpose_int.Call(this, dim0, dim1);
        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);
        public Tensor permute(params long[] permutation) => Operators.permute.Call(this, permutation);
        public Tensor t() => Operators.t.Call(this);
        public Tensor T => Operators.numpy_T.Call(this);
        public Tensor mT => transpose(-2, -1);

        /// <summary>This tensor where its elements lie in order, else a copy where they do.</summary>
        public Tensor contiguous() => Operators.contiguous.Call(this);

        public Tensor squeeze(long? dim = null) => dim is { } d ? Operators.squeeze_dim.Call(this, d) : Operators.squeeze.Call(this);
        public Tensor unsqueeze(long dim) => Operators.unsqueeze.Call(this, dim);
        public Tensor squeeze_(long? dim = null) => dim is { } d ? InPlace(Operators.squeeze__dim, d) : InPlace(Operators.squeeze_);
        public Tensor unsqueeze_(long dim) => InPlace(Operators.unsqueeze_, dim);

        /// <summary>Repeats dimensions of size 1 without a copy; -1 leaves a size as it is.</summary>
        public Tensor expand(params long[] sizes) => Operators.expand.Call(this, sizes);
        public Tensor expand(long[] sizes, bool isImplicit = false) => Operators.expand.Call(this, sizes, isImplicit);
        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => Operators.expand.Call(this, sizes.ToArray(), isImplicit);
        public Tensor expand_as(Tensor other) => expand(other.shape);
        public Tensor broadcast_to(params long[] shape) => Operators.broadcast_to.Call(this, shape);
        public Tensor repeat(params long[] sizes) => Operators.repeat.Call(this, sizes);
        public Tensor tile(long[] reps) => Operators.tile.Call(this, reps);

        /// <summary>Each element (or slice along a dimension) as often as asked, next to one another.</summary>
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Operators.repeat_interleave_self_int.Call(this, repeats, dim, output_size);
        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            Operators.repeat_interleave_self_Tensor.Call(this, repeats, dim, output_size);

        public Tensor[] chunk(long chunks, long dim = 0L) => Operators.chunk.CallList(this, chunks, dim);
        public Tensor[] split(long size, int dim = 0) => Operators.split_Tensor.CallList(this, size, (long)dim);
        public Tensor[] split(long[] sizes, long dim = 0) => Operators.split_with_sizes.CallList(this, sizes, dim);
        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => split(sizes.ToArray(), dim);
        public Tensor[] split(params long[] sizes) => split(sizes, 0L);
        public Tensor[] unbind(long dimension = 0L) => Operators.unbind_int.CallList(this, dimension);

        public Tensor narrow(long dim, long start, long length) => Operators.narrow.Call(this, dim, start, length);
        public Tensor select(long dim, long index) => Operators.select_int.Call(this, dim, index);
        public Tensor slice(long dim, long start, long finish, long step) => Operators.slice_Tensor.Call(this, dim, start, finish, step);
        public Tensor diagonal(long offset = 0L, long dim1 = 0L, long dim2 = 1L) => Operators.diagonal.Call(this, offset, dim1, dim2);
        public Tensor diag(long diagonal = 0) => Operators.diag.Call(this, diagonal);
        public Tensor unfold(long dimension, long size, long step) => Operators.unfold.Call(this, dimension, size, step);
        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0L) => Operators.as_strided.Call(this, size, strides, storageOffset);

        public Tensor flip(params long[] dims) => Operators.flip.Call(this, dims);
        public Tensor roll(long shifts, long? dims = null) => Operators.roll.Call(this, new[] { shifts }, dims is { } d ? [d] : Array.Empty<long>());
        public Tensor roll(long[] shifts, long[] dims) => Operators.roll.Call(this, shifts, dims);
    }
}
