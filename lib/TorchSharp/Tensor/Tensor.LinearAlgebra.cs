using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The matrix product, broadcast over leading dimensions.</summary>
        public Tensor matmul(Tensor target) => Operators.matmul.Call(this, target);
        public Tensor mm(Tensor target) => Operators.mm.Call(this, target);
        public Tensor mv(Tensor target) => Operators.mv.Call(this, target);
        public Tensor bmm(Tensor batch2) => Operators.bmm.Call(this, batch2);
        public Tensor dot(Tensor target) => Operators.dot.Call(this, target);
        public Tensor outer(Tensor vec2) => Operators.outer.Call(this, vec2);
        public Tensor inner(Tensor vec2) => Operators.inner.Call(this, vec2);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => Operators.addmm.Call(this, mat1, mat2, (double)beta, (double)alpha);
        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1)
        {
            Operators.addmm_.Run(this, mat1, mat2, (double)beta, (double)alpha);
            return this;
        }

        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1.0f, float alpha = 1.0f) => Operators.addmv.Call(this, mat, vec, (double)beta, (double)alpha);
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => Operators.baddbmm.Call(this, batch1, batch2, (double)beta, (double)alpha);

        /// <summary>The solution X of A X = this, from the Cholesky factor of A.</summary>
        public Tensor cholesky_solve(Tensor input2, bool upper = false) => Operators.cholesky_solve.Call(this, input2, upper);
    }

    public static Tensor cholesky_solve(Tensor input, Tensor input2, bool upper = false) => input.cholesky_solve(input2, upper);

    public static partial class linalg
    {
        /// <summary>The lower triangular L of a symmetric positive definite matrix L Lᵀ.</summary>
        public static Tensor cholesky(Tensor input) => Operators.linalg_cholesky.Call(input);
    }
}
