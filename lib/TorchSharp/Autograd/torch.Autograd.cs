using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Nothing is recorded on this thread until the result is disposed.</summary>
    public static IDisposable no_grad() => new AutoGradMode(false);
    public static IDisposable enable_grad(bool enabled = true) => new AutoGradMode(enabled);
    public static IDisposable set_grad_enabled(bool mode = true) => new AutoGradMode(mode);
    public static bool is_grad_enabled() => AutoGradMode.IsEnabled;

    /// <summary>As no_grad, and the tensors made meanwhile can never be part of a graph, which saves their bookkeeping.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);
    public static bool is_inference_mode_enabled() => InferenceMode.IsEnabled;

    public static partial class autograd
    {
        /// <summary>The sums of gradients of the outputs with respect to the inputs.</summary>
        public static unsafe IList<Tensor> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false,
            bool create_graph = false, bool allow_unused = false)
        {
            var results = new nint[inputs.Count];
            fixed (nint* outs = Handles(outputs), ins = Handles(inputs), gradients = Handles(grad_outputs), grads = results)
            {
                Shim.Check(Shim.ts_autograd_grad(
                    outs, outputs.Count, ins, inputs.Count, gradients, grad_outputs?.Count ?? 0, Flag(retain_graph),
                    Flag(create_graph), Flag(allow_unused), grads));
            }

            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return Array.ConvertAll(results, gradient => gradient == 0 ? null! : new Tensor(gradient));
        }

        /// <summary>Adds the gradients of the tensors to the leaves that they depend on, or to the inputs that are named.</summary>
        public static unsafe void backward(
            IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            fixed (nint* outs = Handles(tensors), gradients = Handles(grad_tensors), ins = Handles(inputs))
            {
                Shim.Check(Shim.ts_backward(
                    outs, tensors.Count, gradients, grad_tensors?.Count ?? 0, retain_graph is { } retain ? (retain ? 1 : 0) : -1,
                    Flag(create_graph), ins, inputs?.Count ?? 0));
            }

            GC.KeepAlive(tensors);
            GC.KeepAlive(grad_tensors);
            GC.KeepAlive(inputs);
        }

        public static void backward(
            Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(
            Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        private static byte Flag(bool value) => value ? (byte)1 : (byte)0;

        private static nint[] Handles(IList<Tensor>? tensors)
        {
            if (tensors is null) return [];
            var handles = new nint[tensors.Count];
            for (var i = 0; i < handles.Length; i++) handles[i] = tensors[i] is { } tensor ? tensor.Handle : 0;
            return handles;
        }
    }
}
