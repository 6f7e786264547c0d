using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using TorchSharp.Native;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp
{
    /// <summary>What becomes of the rows of a bag.</summary>
    public enum EmbeddingBagMode
    {
        Sum = 0,
        Mean = 1,
        Max = 2,
    }

    namespace Modules
    {
        /// <summary>Sums, means or maxima of bags of rows of a table, without the rows ever being gathered.</summary>
        /// <remarks>A bag is a row of a 2-D input, or what lies between two offsets of a 1-D input. Weights per sample go with sums.</remarks>
        public sealed class EmbeddingBag : nn.Module<Tensor, Tensor?, Tensor?, Tensor>, nn.IModule<Tensor, Tensor, Tensor>
        {
            private readonly double? _maxNorm;
            private readonly double _normType;
            private readonly bool _scaleByFrequency;
            private readonly EmbeddingBagMode _mode;
            private readonly bool _sparse;
            private readonly bool _includeLastOffset;
            private readonly long _padding;

            [ComponentName(Name = nameof(weight))]
            private Parameter _weight;

            internal EmbeddingBag(
                Parameter weight, double? maxNorm, double normType, bool scaleByFrequency, EmbeddingBagMode mode, bool sparse,
                bool includeLastOffset, long padding)
                : base(nameof(EmbeddingBag))
            {
                _weight = (Parameter)weight.DetachFromDisposeScope();
                (_maxNorm, _normType, _scaleByFrequency, _mode) = (maxNorm, normType, scaleByFrequency, mode);
                (_sparse, _includeLastOffset, _padding) = (sparse, includeLastOffset, padding);
                ConditionallyRegisterParameter(nameof(weight), _weight);
            }

            [DisallowNull]
            public Parameter? weight
            {
                get => _weight;
                set
                {
                    if (ReferenceEquals(value, _weight)) return;
                    _weight = (Parameter)value.DetachFromDisposeScope();
                    ConditionallyRegisterParameter(nameof(weight), _weight);
                }
            }

            public override Tensor forward(Tensor input, Tensor? offsets, Tensor? perSampleWeights)
            {
                using var scope = torch.NewDisposeScope();
                if (input.Dimensions == 2)
                {
                    offsets = torch.arange(0, input.NumberOfElements, Math.Max(1, input.shape[1]), input.dtype, input.device);
                    input = input.reshape(-1);
                    perSampleWeights = perSampleWeights?.reshape(-1);
                }

                if (_maxNorm is { } maximum)
                {
                    using var recording = no_grad();
                    Operators.embedding_renorm_.Run(_weight, input, maximum, _normType);
                }

                return Operators.embedding_bag_padding_idx.Call(
                    _weight, input, offsets, _scaleByFrequency, (long)_mode, _sparse, perSampleWeights, _includeLastOffset,
                    _padding >= 0 ? _padding : Argument.None).MoveToOuterDisposeScope();
            }

            public new Tensor call(Tensor input, Tensor? offsets, Tensor? perSampleWeights)
            {
                if (!is_integral(input)) throw new ArgumentException("Embedding input must be an integral tensor.");
                if (offsets is not null && input.dtype != offsets.dtype)
                    throw new ArgumentException("input and offsets must have the same element type.");
                if (input.Dimensions == 1 && offsets is null) throw new ArgumentException("'offsets' must be non-null for a 1-D input.");
                if (input.Dimensions == 2 && offsets is not null) throw new ArgumentException("'offsets' must be null for a 2-D input.");
                return base.call(input, offsets, perSampleWeights);
            }

            public Tensor call(Tensor input, Tensor offsets) => call(input, offsets, null);

            public Tensor call(Tensor input) => call(input, null, null);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static EmbeddingBag EmbeddingBag(
                long num_embeddings, long embedding_dims, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false,
                EmbeddingBagMode mode = EmbeddingBagMode.Mean, bool sparse = false, bool include_last_offset = false,
                long padding_index = -1, Device? device = null, ScalarType? dtype = null) =>
                new(new Parameter(torch.randn(num_embeddings, embedding_dims, dtype, device)), max_norm, norm_type, scale_grad_by_freq,
                    mode, sparse, include_last_offset, padding_index);

            public static EmbeddingBag EmbeddingBag_from_pretrained(
                Tensor embeddings, bool freeze = true, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false,
                EmbeddingBagMode mode = EmbeddingBagMode.Mean, bool sparse = false, bool include_last_offset = false,
                long padding_index = -1, Device? device = null, ScalarType? dtype = null)
            {
                using var source = embeddings.detach();
                var table = source.to(dtype ?? source.dtype, device ?? source.device).alias();
                return new(new Parameter(table, !freeze), max_norm, norm_type, scale_grad_by_freq, mode, sparse, include_last_offset, padding_index);
            }
        }
    }
}
