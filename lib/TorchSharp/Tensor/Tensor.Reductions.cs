using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // A reduction over dimensions drops them, or leaves them with size 1 where keepdim is set.
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => Operators.sum.Call(this, type);
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Operators.sum_dim.Call(this, dim, keepdim, type);
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => sum(dim.ToArray(), keepdim, type);
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);
        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1], keepdim, type);
        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1, dim2], keepdim, type);

        public Tensor mean() => Operators.mean.Call(this);
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => Operators.mean_dim.Call(this, dimensions, keepdim, type);

        public Tensor prod(ScalarType? type = null) => Operators.prod.Call(this, type);
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => Operators.prod_dim.Call(this, dim, keepdim, type);

        /// <summary>The variance: with Bessel's correction where unbiased.</summary>
        public Tensor var(bool unbiased = true) => Operators.var.Call(this, unbiased);
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Cast(Operators.var_dim.Call(this, dimensions, unbiased, keepdim), type);
        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var(dimensions.ToArray(), unbiased, keepdim, type);
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var([dim], unbiased, keepdim, type);

        /// <summary>The standard deviation: with Bessel's correction where unbiased.</summary>
        public Tensor std(bool unbiased = true) => Operators.std.Call(this, unbiased);
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Cast(Operators.std_dim.Call(this, dimensions, unbiased, keepdim), type);
        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std(dimensions.ToArray(), unbiased, keepdim, type);
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std([dim], unbiased, keepdim, type);

        public Tensor max() => Operators.max.Call(this);
        public Tensor max(Tensor other) => maximum(other);
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Operators.max_dim.Call2(this, dim, keepdim);
        public Tensor min() => Operators.min.Call(this);
        public Tensor min(Tensor other) => minimum(other);
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Operators.min_dim.Call2(this, dim, keepdim);

        public Tensor amax(params long[] dims) => Operators.amax.Call(this, dims);
        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => Into(Operators.amax.Call(this, dims.ToArray(), keepdim), @out);
        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => Into(Operators.amax.Call(this, dims, keepdim), @out);
        public Tensor amin(params long[] dims) => Operators.amin.Call(this, dims);
        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => Into(Operators.amin.Call(this, dims.ToArray(), keepdim), @out);
        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) => Into(Operators.amin.Call(this, dims, keepdim), @out);

        public Tensor argmax() => Operators.argmax.Call(this);
        public Tensor argmax(long dim, bool keepdim = false) => Operators.argmax.Call(this, dim, keepdim);
        public Tensor argmin() => Operators.argmin.Call(this);
        public Tensor argmin(long dim, bool keepdim = false) => Operators.argmin.Call(this, dim, keepdim);

        public Tensor all() => Operators.all.Call(this);
        public Tensor all(long dim, bool keepdim = false) => Operators.all_dim.Call(this, dim, keepdim);
        public Tensor any() => Operators.any.Call(this);
        public Tensor any(long dim, bool keepdim = false) => Operators.any_dim.Call(this, dim, keepdim);

        /// <summary>log Σ exp(x), without overflow.</summary>
        public Tensor logsumexp(long dim, bool keepdim = false) => Operators.logsumexp.Call(this, new[] { dim }, keepdim);

        public Tensor cumsum(long dim, ScalarType? type = null) => Operators.cumsum.Call(this, dim, type);

        /// <summary>The p-norm of all elements.</summary>
        public Tensor norm(float p = 2.0f) => Operators.norm_Scalar.Call(this, (double)p);
        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) => Operators.norm_ScalarOpt_dim.Call(this, (double)p, new long[] { dim }, keepdim);

        public Tensor argsort(long dim = -1, bool descending = false) => Operators.argsort.Call(this, dim, descending);

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Operators.sort_stable.Call2(this, stable, dim, descending);

        /// <summary>The k largest elements, or smallest, along a dimension, and where they are.</summary>
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Operators.topk.Call2(this, (long)k, (long)dim, largest, sorted);

        /// <summary>How often each of 0 … max occurs in a vector of integers, or the sum of its weights.</summary>
        public Tensor bincount(Tensor? weights, long minlength = 0) => Operators.bincount.Call(this, weights, minlength);

        public Tensor count_nonzero(long[]? dims = null) => dims is null
            ? Operators.count_nonzero.Call(this)
            : Operators.count_nonzero_dim_IntList.Call(this, dims);

        private static Tensor Cast(Tensor result, ScalarType? type) =>
            type is { } t && t != result.dtype ? result.to_type(t, disposeAfter: true) : result;

        private static Tensor Into(Tensor result, Tensor? target)
        {
            if (target is null) return result;
            using (result) return target.copy_(result);
        }
    }
}
