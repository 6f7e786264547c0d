using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Normalizes over the last dimensions to mean 0 and variance 1, then scales and shifts (Ba et al. 2016).</summary>
        public sealed class LayerNorm : nn.Module<Tensor, Tensor>
        {
            [ComponentName(Name = nameof(weight))]
            private Parameter? _weight;

            [ComponentName(Name = nameof(bias))]
            private Parameter? _bias;

            internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device, ScalarType? dtype)
                : base(nameof(LayerNorm))
            {
                (this.normalized_shape, this.eps, this.elementwise_affine) = (normalized_shape, eps, elementwise_affine);
                if (!elementwise_affine) return;
                weight = torch.ones(normalized_shape, dtype, device).AsParameter();
                if (bias) this.bias = torch.zeros(normalized_shape, dtype, device).AsParameter();
            }

            public long[] normalized_shape { get; set; }

            public double eps { get; set; }

            public bool elementwise_affine { get; set; }

            public Parameter weight
            {
                get => _weight!;
                set
                {
                    if (ReferenceEquals(value, _weight)) return;
                    _weight?.Dispose();
                    _weight = (Parameter)value.DetachFromDisposeScope();
                    ConditionallyRegisterParameter(nameof(weight), _weight);
                }
            }

            public Parameter? bias
            {
                get => _bias;
                set
                {
                    if (ReferenceEquals(value, _bias)) return;
                    _bias?.Dispose();
                    _bias = (Parameter?)value?.DetachFromDisposeScope();
                    ConditionallyRegisterParameter(nameof(bias), _bias);
                }
            }

            public void reset_parameters()
            {
                if (_weight is not null) nn.init.ones_(_weight);
                if (_bias is not null) nn.init.zeros_(_bias);
            }

            public override Tensor forward(Tensor tensor) => nn.functional.layer_norm(tensor, normalized_shape, _weight, _bias, eps);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static LayerNorm LayerNorm(
                long[] normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(normalized_shape, eps, elementwise_affine, bias, device, dtype);

            public static LayerNorm LayerNorm(
                long normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new([normalized_shape], eps, elementwise_affine, bias, device, dtype);
        }
    }
}
