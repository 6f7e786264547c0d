using TorchSharp.Modules;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>Scales the gradients in place so that their norm, taken together, is at most max_norm; returns the norm before.</summary>
            public static unsafe double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                Parameter[] parameters = [.. tensors];
                var handles = Array.ConvertAll(parameters, parameter => parameter.Handle);
                double norm;
                fixed (nint* natives = handles) Shim.Check(Shim.ts_clip_grad_norm(natives, handles.Length, max_norm, norm_type, &norm));
                GC.KeepAlive(parameters);
                return norm;
            }

            /// <summary>Clamps every gradient's elements to ±clip_value in place.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var recording = no_grad();
                foreach (var parameter in tensors)
                {
                    using var gradient = parameter.grad;
                    gradient?.clamp_(-clip_value, clip_value);
                }
            }
        }
    }
}
