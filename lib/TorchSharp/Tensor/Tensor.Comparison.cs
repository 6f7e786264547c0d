using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => Operators.eq_Tensor.Call(this, target);
        public Tensor eq(Scalar target) => Operators.eq_Scalar.Call(this, target);
        public Tensor equal(Tensor target) => eq(target);
        public Tensor ne(Tensor target) => Operators.ne_Tensor.Call(this, target);
        public Tensor ne(Scalar target) => Operators.ne_Scalar.Call(this, target);
        public Tensor not_equal(Tensor target) => ne(target);
        public Tensor lt(Tensor target) => Operators.lt_Tensor.Call(this, target);
        public Tensor lt(Scalar target) => Operators.lt_Scalar.Call(this, target);
        public Tensor less(Tensor target) => lt(target);
        public Tensor le(Tensor target) => Operators.le_Tensor.Call(this, target);
        public Tensor le(Scalar target) => Operators.le_Scalar.Call(this, target);
        public Tensor less_equal(Tensor target) => le(target);
        public Tensor gt(Tensor target) => Operators.gt_Tensor.Call(this, target);
        public Tensor gt(Scalar target) => Operators.gt_Scalar.Call(this, target);
        public Tensor greater(Tensor target) => gt(target);
        public Tensor ge(Tensor target) => Operators.ge_Tensor.Call(this, target);
        public Tensor ge(Scalar target) => Operators.ge_Scalar.Call(this, target);
        public Tensor greater_equal(Tensor target) => ge(target);

        public Tensor logical_and(Tensor other) => Operators.logical_and.Call(this, other);
        public Tensor logical_or(Tensor other) => Operators.logical_or.Call(this, other);
        public Tensor logical_xor(Tensor other) => Operators.logical_xor.Call(this, other);
        public Tensor logical_not() => Operators.logical_not.Call(this);

        public Tensor maximum(Tensor other) => Operators.maximum.Call(this, other);
        public Tensor minimum(Tensor other) => Operators.minimum.Call(this, other);

        public Tensor isnan() => Operators.isnan.Call(this);
        public Tensor isinf() => Operators.isinf.Call(this);
        public Tensor isfinite() => Operators.isfinite.Call(this);
        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
            Operators.isin.Call(this, test_elements, assumeUnique, invert);

        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) =>
            Operators.isclose.Call(this, other, rtol, atol, nanEqual);

        /// <summary>True where every |this − target| ≤ atol + rtol · |target|.</summary>
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            Operators.allclose.Test(this, target, rtol, atol, equal_nan);

        /// <summary>The value of a tensor of one element as a truth value.</summary>
        public bool is_nonzero() => Operators.is_nonzero.Test(this);
    }
}
