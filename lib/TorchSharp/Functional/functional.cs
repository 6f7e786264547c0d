using TorchSharp.Native;
using static TorchSharp.Modules.GELU;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>input · weightsᵀ + bias. One row without gradients is a matrix-vector product.</summary>
            public static unsafe Tensor linear(Tensor input, Tensor weights, Tensor? bias = null)
            {
                nint result;
                Shim.Check(Shim.ts_linear(input.Handle, weights.Handle, bias is null ? 0 : bias.Handle, &result));
                GC.KeepAlive(input);
                GC.KeepAlive(weights);
                GC.KeepAlive(bias);
                return new Tensor(result);
            }

            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_().alias() : x.relu();
            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? x.silu_().alias() : x.silu();
            public static Tensor gelu(Tensor x, bool inplace) => inplace ? x.gelu_().alias() : x.gelu();
            public static Tensor gelu(Tensor x, Approximate approximate, bool inplace = false) =>
                inplace ? x.gelu_(approximate).alias() : x.gelu(approximate);
            public static Tensor gelu(Tensor x) => x.gelu();
            public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? x.sigmoid_().alias() : x.sigmoid();
            public static Tensor sigmoid(Tensor x) => x.sigmoid();
            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? x.tanh_().alias() : x.tanh();
            public static Tensor logsigmoid(Tensor x) => x.log_sigmoid();
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);
            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            /// <summary>While training, zeroes elements with probability p and scales the rest by 1 / (1 − p).</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
            {
                if (!inplace) return Operators.dropout.Call(input, p, training);
                Operators.dropout_.Run(input, p, training);
                return input.alias();
            }

            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                Operators.layer_norm.Call(input, normalized_shape, weight, bias, eps);

            /// <summary>input / max(‖input‖ₚ, eps) along a dimension.</summary>
            public static Tensor normalize(Tensor input, double p = 2.0, long dim = 1L, double eps = 1e-12)
            {
                using var scope = NewDisposeScope();
                var norm = input.norm((int)dim, true, (float)p).clamp_min(eps);
                return input.div(norm).MoveToOuterDisposeScope();
            }

            /// <summary>A new last dimension that is 1 at the class's number and 0 elsewhere.</summary>
            public static Tensor one_hot(Tensor x, long num_classes = -1)
            {
                if (x.dtype != ScalarType.Int64) throw new ArgumentException("OneHot input tensor must have elements of type Int64");
                return Operators.one_hot.Call(x, num_classes);
            }

            /// <summary>
            /// softmax(q · kᵀ / √E + mask) · v, of [N, …, L, E], [N, …, S, E] and [N, …, S, Ev].
            /// </summary>
            /// <param name="query">[N, …, L, E].</param>
            /// <param name="key">[N, …, S, E].</param>
            /// <param name="value">[N, …, S, Ev].</param>
            /// <param name="attn_mask">Broadcast to [N, …, L, S]: truth values that say who is seen, or numbers to add to the scores.</param>
            /// <param name="p">The probability of dropout on the attention weights.</param>
            /// <param name="is_casual">Query i sees keys 0 … i.</param>
            public static unsafe Tensor scaled_dot_product_attention(
                Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0.0, bool is_casual = false)
            {
                if (p < 0) throw new ArgumentException("Dropout probability must be greater than or equal to zero.");
                if (is_casual && attn_mask is not null) throw new ArgumentException("Casual attention masking cannot pass a mask.");
                nint result;
                Shim.Check(Shim.ts_attention(
                    query.Handle, key.Handle, value.Handle, attn_mask is null ? 0 : attn_mask.Handle, p, is_casual ? (byte)1 : (byte)0, &result));
                GC.KeepAlive(query);
                GC.KeepAlive(key);
                GC.KeepAlive(value);
                GC.KeepAlive(attn_mask);
                return new Tensor(result);
            }
        }
    }
}
