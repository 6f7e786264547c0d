using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using TorchSharp.Native;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Rows of a table by their numbers.</summary>
        public sealed class Embedding : nn.Module<Tensor, Tensor>
        {
            private readonly long _padding;
            private readonly double? _maxNorm;
            private readonly double _normType;
            private readonly bool _scaleByFrequency;
            private readonly bool _sparse;

            [ComponentName(Name = nameof(weight))]
            private Parameter _weight;

            internal Embedding(Parameter weight, long? padding, double? maxNorm, double normType, bool scaleByFrequency, bool sparse)
                : base(nameof(Embedding))
            {
                _weight = (Parameter)weight.DetachFromDisposeScope();
                _padding = padding is { } p ? (p < 0 ? p + weight.shape[0] : p) : -1;
                (_maxNorm, _normType, _scaleByFrequency, _sparse) = (maxNorm, normType, scaleByFrequency, sparse);
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

            public override Tensor forward(Tensor input)
            {
                if (_maxNorm is { } maximum)
                {
                    using var recording = no_grad();
                    Operators.embedding_renorm_.Run(_weight, input, maximum, _normType);
                }

                return Operators.embedding.Call(_weight, input, _padding, _scaleByFrequency, _sparse);
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A table drawn from the standard normal distribution; the padding row is zero and stays so.</summary>
            public static Embedding Embedding(
                long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0,
                bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                var table = torch.randn(num_embeddings, embedding_dims, dtype, device);
                if (padding_idx is { } padding)
                {
                    using var row = table.select(0, padding);
                    row.zero_();
                }

                return new(new Parameter(table), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
            }

            /// <summary>A table that is given; frozen, it does not learn.</summary>
            public static Embedding Embedding_from_pretrained(
                Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0,
                bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                using var source = embeddings.detach();
                var table = source.to(dtype ?? source.dtype, device ?? source.device).alias();
                return new(new Parameter(table, !freeze), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
            }
        }
    }
}
