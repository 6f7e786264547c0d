using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // Without a generator, the default one of the tensor's device is drawn from.
    public partial class Tensor
    {
        public Tensor uniform_(double from, double to, Generator? generator = null) => InPlace(Operators.uniform_, from, to, generator);
        public Tensor normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) => InPlace(Operators.normal_, mean, std, generator);
        public Tensor exponential_(double lambda = 1.0, Generator? generator = null) => InPlace(Operators.exponential_, lambda, generator);
        public Tensor random_(double from, double to, Generator? generator = null) => InPlace(Operators.random__from, (long)from, (long)to, generator);
        public Tensor bernoulli(Generator? generator = null) => Operators.bernoulli.Call(this, generator);
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => InPlace(Operators.bernoulli__float, p, generator);

        /// <summary>Draws indices with the probabilities that the rows are proportional to.</summary>
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            Operators.multinomial.Call(this, num_samples, replacement, generator);

        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Like(Operators.rand_like, dtype, device, requires_grad);
        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Like(Operators.randn_like, dtype, device, requires_grad);
        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Like(Operators.zeros_like, dtype, device, requires_grad);
        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Like(Operators.ones_like, dtype, device, requires_grad);
        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Like(Operators.empty_like, dtype, device, requires_grad);

        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        {
            var result = Operators.full_like.Call(this, value, dtype, Argument.None, device is null ? Argument.None : device);
            return requires_grad ? result.requires_grad_() : result;
        }

        private Tensor Like(Operator op, ScalarType? dtype, Device? device, bool requires_grad)
        {
            var result = op.Call(this, dtype, Argument.None, device is null ? Argument.None : device);
            return requires_grad ? result.requires_grad_() : result;
        }
    }
}
