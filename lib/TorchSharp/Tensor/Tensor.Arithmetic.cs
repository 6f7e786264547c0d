using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>How a division rounds its result.</summary>
    public enum RoundingMode
    {
        None,
        trunc,
        floor,
    }

    // Arithmetic broadcasts its operands and promotes their types. A name that ends in an underscore changes the tensor
    // in place and returns it.
    public partial class Tensor
    {
        public Tensor add(Tensor target) => Operators.add_Tensor.Call(this, target);
        public Tensor add(Tensor target, Scalar alpha) => Operators.add_Tensor.Call(this, target, alpha);
        public Tensor add(Scalar scalar) => Operators.add_Scalar.Call(this, scalar);
        public Tensor add(Scalar scalar, Scalar alpha) => Operators.add_Scalar.Call(this, scalar, alpha);
        public Tensor add_(Tensor target) => InPlace(Operators.add__Tensor, target);
        public Tensor add_(Tensor target, Scalar alpha) => InPlace(Operators.add__Tensor, target, alpha);
        public Tensor add_(Scalar scalar) => InPlace(Operators.add__Scalar, scalar);
        public Tensor add_(Scalar scalar, Scalar alpha) => InPlace(Operators.add__Scalar, scalar, alpha);

        public Tensor sub(Tensor target) => Operators.sub_Tensor.Call(this, target);
        public Tensor sub(Scalar target) => Operators.sub_Scalar.Call(this, target);
        public Tensor sub_(Tensor target) => InPlace(Operators.sub__Tensor, target);
        public Tensor sub_(Scalar target) => InPlace(Operators.sub__Scalar, target);
        public Tensor subtract(Tensor target) => sub(target);
        public Tensor subtract(Scalar target) => sub(target);

        public Tensor mul(Tensor target) => Operators.mul_Tensor.Call(this, target);
        public Tensor mul(Scalar target) => Operators.mul_Scalar.Call(this, target);
        public Tensor mul_(Tensor target) => InPlace(Operators.mul__Tensor, target);
        public Tensor mul_(Scalar target) => InPlace(Operators.mul__Scalar, target);
        public Tensor multiply(Tensor target) => mul(target);
        public Tensor multiply(Scalar target) => mul(target);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Operators.div_Tensor_mode.Call(this, target, Name(rounding_mode));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Operators.div_Scalar_mode.Call(this, target, Name(rounding_mode));

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            InPlace(Operators.div__Tensor_mode, target, Name(rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            InPlace(Operators.div__Scalar_mode, target, Name(rounding_mode));

        public Tensor floor_divide(Tensor other) => Operators.floor_divide.Call(this, other);
        public Tensor floor_divide(Scalar other) => Operators.floor_divide_Scalar.Call(this, other);
        public Tensor remainder(Tensor target) => Operators.remainder_Tensor.Call(this, target);
        public Tensor remainder(Scalar scalar) => Operators.remainder_Scalar.Call(this, scalar);

        public Tensor pow(Tensor exponent) => Operators.pow_Tensor_Tensor.Call(this, exponent);
        public Tensor pow(Scalar exponent) => Operators.pow_Tensor_Scalar.Call(this, exponent);
        public Tensor pow_(Scalar exponent) => InPlace(Operators.pow__Scalar, exponent);

        public Tensor neg() => Operators.neg.Call(this);
        public Tensor negative() => neg();
        public Tensor neg_() => InPlace(Operators.neg_);

        /// <summary>this + value · tensor1 · tensor2.</summary>
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Operators.addcmul.Call(this, tensor1, tensor2, value);
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => InPlace(Operators.addcmul_, tensor1, tensor2, value);

        /// <summary>this + value · tensor1 / tensor2.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Operators.addcdiv.Call(this, tensor1, tensor2, value);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => InPlace(Operators.addcdiv_, tensor1, tensor2, value);

        /// <summary>this + weight · (end − this).</summary>
        public Tensor lerp(Tensor end, Tensor weight) => Operators.lerp_Tensor.Call(this, end, weight);
        public Tensor lerp_(Tensor end, Tensor weight) => InPlace(Operators.lerp__Tensor, end, weight);

        public Tensor bitwise_and(Tensor other) => Operators.bitwise_and.Call(this, other);
        public Tensor bitwise_or(Tensor other) => Operators.bitwise_or.Call(this, other);
        public Tensor bitwise_xor(Tensor other) => Operators.bitwise_xor.Call(this, other);
        public Tensor bitwise_not() => Operators.bitwise_not.Call(this);

        private Tensor InPlace(Operator op)
        {
            op.Run(this);
            return this;
        }

        private Tensor InPlace(Operator op, Argument argument)
        {
            op.Run(this, argument);
            return this;
        }

        private Tensor InPlace(Operator op, Argument first, Argument second)
        {
            op.Run(this, first, second);
            return this;
        }

        private Tensor InPlace(Operator op, Argument first, Argument second, Argument third)
        {
            op.Run(this, first, second, third);
            return this;
        }

        private static string? Name(RoundingMode mode) => mode switch
        {
            RoundingMode.trunc => "trunc",
            RoundingMode.floor => "floor",
            _ => null,
        };
    }
}
