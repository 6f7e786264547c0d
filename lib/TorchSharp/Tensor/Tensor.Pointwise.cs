using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => Operators.abs.Call(this);
        public Tensor abs_() => InPlace(Operators.abs_);
        public Tensor ceil() => Operators.ceil.Call(this);
        public Tensor cos() => Operators.cos.Call(this);
        public Tensor cos_() => InPlace(Operators.cos_);
        public Tensor erf() => Operators.erf.Call(this);
        public Tensor exp() => Operators.exp.Call(this);
        public Tensor exp_() => InPlace(Operators.exp_);
        public Tensor expm1() => Operators.expm1.Call(this);
        public Tensor floor() => Operators.floor.Call(this);
        public Tensor floor_() => InPlace(Operators.floor_);
        public Tensor log() => Operators.log.Call(this);
        public Tensor log_() => InPlace(Operators.log_);
        public Tensor log1p() => Operators.log1p.Call(this);
        public Tensor log2() => Operators.log2.Call(this);
        public Tensor reciprocal() => Operators.reciprocal.Call(this);
        public Tensor reciprocal_() => InPlace(Operators.reciprocal_);
        public Tensor round(long decimals = 0L) => decimals == 0 ? Operators.round.Call(this) : Operators.round_decimals.Call(this, decimals);
        public Tensor rsqrt() => Operators.rsqrt.Call(this);
        public Tensor rsqrt_() => InPlace(Operators.rsqrt_);
        public Tensor sign() => Operators.sign.Call(this);
        public Tensor sin() => Operators.sin.Call(this);
        public Tensor sin_() => InPlace(Operators.sin_);
        public Tensor sqrt() => Operators.sqrt.Call(this);
        public Tensor sqrt_() => InPlace(Operators.sqrt_);
        public Tensor square() => pow(2);
        public Tensor tanh() => Operators.tanh.Call(this);
        public Tensor tanh_() => InPlace(Operators.tanh_);
        public Tensor trunc() => Operators.trunc.Call(this);

        public Tensor sigmoid() => Operators.sigmoid.Call(this);
        public Tensor sigmoid_() => InPlace(Operators.sigmoid_);
        public Tensor log_sigmoid() => Operators.log_sigmoid.Call(this);
        public Tensor relu() => Operators.relu.Call(this);
        public Tensor relu_() => InPlace(Operators.relu_);
        public Tensor silu() => Operators.silu.Call(this);
        public Tensor silu_() => InPlace(Operators.silu_);
        public Tensor softplus(double beta = 1, double threshold = 20) => Operators.softplus.Call(this, beta, threshold);

        /// <summary>x · Φ(x), with the error function.</summary>
        public Tensor gelu() => Operators.gelu.Call(this);
        public Tensor gelu(Modules.GELU.Approximate approximate) => Operators.gelu.Call(this, approximate.ToString());
        public Tensor gelu_() => InPlace(Operators.gelu_);
        public Tensor gelu_(Modules.GELU.Approximate approximate) => InPlace(Operators.gelu_, approximate.ToString());

        public Tensor softmax(long dim, ScalarType? dtype = null) => Operators.softmax.Call(this, dim, dtype);
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Operators.log_softmax.Call(this, dim, dtype);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Operators.clamp.Call(this, min, max);
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Operators.clamp_Tensor.Call(this, min, max);
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => InPlace(Operators.clamp_, min, max);
        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => InPlace(Operators.clamp__Tensor, min, max);
        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);
        public Tensor clamp_max(Scalar max) => Operators.clamp_max.Call(this, max);
        public Tensor clamp_max_(Scalar max) => InPlace(Operators.clamp_max_, max);
        public Tensor clamp_min(Scalar min) => Operators.clamp_min.Call(this, min);
        public Tensor clamp_min_(Scalar min) => InPlace(Operators.clamp_min_, min);

        public Tensor nan_to_num(double nan = 0d, double? posinf = null, double? neginf = null) =>
            Operators.nan_to_num.Call(this, nan, posinf, neginf);

        public Tensor fill_(Scalar value) => InPlace(Operators.fill__Scalar, value);
        public Tensor zero_() => InPlace(Operators.zero_);

        /// <summary>The upper triangle, zeros below the diagonal.</summary>
        public Tensor triu(long diagonal = 0) => Operators.triu.Call(this, diagonal);
        public Tensor triu_(long diagonal = 0) => InPlace(Operators.triu_, diagonal);

        /// <summary>The lower triangle, zeros above the diagonal.</summary>
        public Tensor tril(long diagonal = 0) => Operators.tril.Call(this, diagonal);
        public Tensor tril_(long diagonal = 0) => InPlace(Operators.tril_, diagonal);

        /// <summary>This where the condition holds, y elsewhere.</summary>
        public Tensor where(Tensor condition, Tensor y) => Operators.where_self.Call(condition, this, y);

        public Tensor masked_fill(Tensor mask, Scalar value) => Operators.masked_fill_Scalar.Call(this, mask, value);
        public Tensor masked_fill_(Tensor mask, Scalar value) => InPlace(Operators.masked_fill__Scalar, mask, value);
    }
}
