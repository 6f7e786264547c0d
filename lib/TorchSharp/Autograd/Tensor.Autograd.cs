using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Whether autograd records what is done with the tensor.</summary>
        public bool requires_grad
        {
            get => Read(Shim.ts_requires_grad(Handle)) != 0;
            set => requires_grad_(value);
        }

        public unsafe Tensor requires_grad_(bool requires_grad = true)
        {
            Shim.Check(Shim.ts_set_requires_grad(Handle, requires_grad ? (byte)1 : (byte)0));
            GC.KeepAlive(this);
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>The gradient that backward passes have summed up; null before the first. Each call gives a new handle.</summary>
        public unsafe Tensor? grad
        {
            get
            {
                nint gradient;
                Shim.Check(Shim.ts_grad(Handle, &gradient));
                GC.KeepAlive(this);
                return gradient == 0 ? null : new Tensor(gradient);
            }

            set
            {
                Shim.Check(Shim.ts_set_grad(Handle, value is null ? 0 : value.Handle));
                GC.KeepAlive(value);
                GC.KeepAlive(this);
            }
        }

        /// <summary>Keeps the gradient of a tensor that is not a leaf.</summary>
        public void retain_grad() => Operators.retain_grad.Run(this);

        /// <summary>The same memory, cut off from the graph.</summary>
        public Tensor detach() => Operators.detach.Call(this);
        public Tensor detach_() => InPlace(Operators.detach_);

        /// <summary>Adds the gradients of this scalar to the leaves that it depends on.</summary>
        public void backward() => autograd.backward([this]);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);
    }
}
