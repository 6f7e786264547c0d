using System.Runtime.CompilerServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Indexing as in Python: numbers, ranges, `TensorIndex.Ellipsis`, null dimensions and tensors of indices or truth values.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => Assign(value, i1);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => At(i1, i2);
            set => Assign(value, i1, i2);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => At(i1, i2, i3);
            set => Assign(value, i1, i2, i3);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => At(i1, i2, i3, i4);
            set => Assign(value, i1, i2, i3, i4);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => At(indices);
            set => Assign(value, indices);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            var (view, tensors) = Resolve(indices);
            if (tensors is null) return view;
            var result = Operators.index_Tensor.Call(view, Argument.OptionalTensors(tensors));
            Release(view, tensors, indices);
            return result;
        }

        public Tensor index(params Tensor[] indices) => Operators.index_Tensor.Call(this, Argument.OptionalTensors(indices));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        /// <summary>Writes into what the indices name; with accumulate it adds, also where an index comes twice.</summary>
        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            var (view, tensors) = Resolve(indices);
            if (tensors is null)
            {
                using (view)
                {
                    if (accumulate) view.add_(value);
                    else view.copy_(value);
                }

                return this;
            }

            Operators.index_put_.Run(view, Argument.OptionalTensors(tensors), value, accumulate);
            Release(view, tensors, indices);
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false)
        {
            Operators.index_put_.Run(this, Argument.OptionalTensors(indices), value, accumulate);
            return this;
        }

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using Tensor number = value;
            using var typed = number.to(dtype, device);
            return index_put_(typed, indices);
        }

        public Tensor index_select(long dim, Tensor index) => Operators.index_select.Call(this, dim, index);
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => Operators.index_add.Call(this, dim, index, source, alpha);
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha)
        {
            Operators.index_add_.Run(this, dim, index, source, alpha);
            return this;
        }

        public Tensor index_copy(long dim, Tensor index, Tensor source) => Operators.index_copy.Call(this, dim, index, source);
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => InPlace(Operators.index_copy_, dim, index, source);
        public Tensor index_fill(long dim, Tensor index, Scalar value) => Operators.index_fill_int_Scalar.Call(this, dim, index, value);
        public Tensor index_fill_(long dim, Tensor index, Scalar value) => InPlace(Operators.index_fill__int_Scalar, dim, index, value);

        public Tensor gather(long dim, Tensor index) => Operators.gather.Call(this, dim, index);
        public Tensor take_along_dim(Tensor indices, long dim) => Operators.take_along_dim.Call(this, indices, dim);
        public Tensor scatter(long dim, Tensor index, Tensor src) => Operators.scatter_src.Call(this, dim, index, src);
        public Tensor scatter_(long dim, Tensor index, Tensor src) => InPlace(Operators.scatter__src, dim, index, src);
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Operators.scatter_add.Call(this, dim, index, src);
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => InPlace(Operators.scatter_add_, dim, index, src);
        public Tensor masked_select(Tensor mask) => Operators.masked_select.Call(this, mask);
        public Tensor masked_scatter(Tensor mask, Tensor value) => Operators.masked_scatter.Call(this, mask, value);
        public Tensor masked_scatter_(Tensor mask, Tensor value) => InPlace(Operators.masked_scatter_, mask, value);

        /// <summary>The indices of the elements that are not zero, one row for each.</summary>
        public Tensor nonzero() => Operators.nonzero.Call(this);

        private Tensor At(params ReadOnlySpan<long> indices)
        {
            var result = select(0, indices[0]);
            foreach (var index in indices[1..])
            {
                using var outer = result;
                result = outer.select(0, index);
            }

            return result;
        }

        private void Assign(Tensor value, params ReadOnlySpan<long> indices)
        {
            using var target = At(indices);
            target.copy_(value);
        }

        // Numbers, ranges, new dimensions and the ellipsis are views; tensors are left for index and index_put_, each at its
        // place among the dimensions of the view.
        private (Tensor View, Tensor?[]? Tensors) Resolve(TensorIndex[] indices)
        {
            var view = alias();
            List<Tensor?>? tensors = null;
            var dimension = 0L;
            for (var i = 0; i < indices.Length; i++)
            {
                var index = indices[i];
                switch (index.kind)
                {
                    case TensorIndex.Kind.Single:
                        Step(v => v.select(dimension, index.start!.Value));
                        break;
                    case TensorIndex.Kind.Slice:
                        if (index.start is not null || index.stop is not null || index.step is not null)
                            Step(v => Operators.slice_Tensor.Call(v, dimension, index.start, index.stop, index.step ?? 1));
                        dimension++;
                        break;
                    case TensorIndex.Kind.None or TensorIndex.Kind.Null:
                        Step(v => v.unsqueeze(dimension));
                        dimension++;
                        break;
                    case TensorIndex.Kind.Ellipsis:
                        dimension = view.Dimensions - Consumed(indices.AsSpan(i + 1));
                        break;
                    case TensorIndex.Kind.Bool:
                        Step(v => v.unsqueeze(dimension));
                        Place(tensor(index.start != 0).reshape(1));
                        break;
                    case TensorIndex.Kind.Tensor:
                        Place(index.tensor!);
                        break;
                }
            }

            return (view, tensors?.ToArray());

            void Step(Func<Tensor, Tensor> operation)
            {
                using var before = view;
                view = operation(before);
            }

            void Place(Tensor tensor)
            {
                tensors ??= [];
                while (tensors.Count < dimension) tensors.Add(null);
                tensors.Add(tensor);
                dimension += tensor.dtype is ScalarType.Bool or ScalarType.Byte ? Math.Max(1, tensor.Dimensions) : 1;
            }
        }

        private static long Consumed(ReadOnlySpan<TensorIndex> indices)
        {
            var count = 0L;
            foreach (var index in indices)
            {
                count += index.kind switch
                {
                    TensorIndex.Kind.Single or TensorIndex.Kind.Slice => 1,
                    TensorIndex.Kind.Tensor => index.tensor!.dtype is ScalarType.Bool or ScalarType.Byte ? index.tensor.Dimensions : 1,
                    _ => 0,
                };
            }

            return count;
        }

        private static void Release(Tensor view, Tensor?[] tensors, TensorIndex[] indices)
        {
            view.Dispose();
            foreach (var tensor in tensors)
            {
                if (tensor is not null && !Array.Exists(indices, i => ReferenceEquals(i.tensor, tensor))) tensor.Dispose();
            }
        }
    }
}
