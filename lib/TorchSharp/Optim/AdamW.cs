using System.Runtime.InteropServices;
using TorchSharp.Modules;
using TorchSharp.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019): one native call steps all parameters of a group.</summary>
        public partial class AdamW : OptimizerHelper, IBetas
        {
            public AdamW(
                IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0, bool amsgrad = false, bool maximize = false)
                : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
            {
            }

            public AdamW(
                IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            {
                if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}");
                if (eps < 0) throw new ArgumentException($"Invalid ε: {eps}");
                if (beta1 is < 0 or >= 1) throw new ArgumentException($"Invalid beta1: {beta1}");
                if (beta2 is < 0 or >= 1) throw new ArgumentException($"Invalid beta2: {beta2}");
                if (weight_decay < 0) throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
                _defaults = new Options
                {
                    LearningRate = lr,
                    InitialLearningRate = lr,
                    beta1 = beta1,
                    beta2 = beta2,
                    eps = eps,
                    weight_decay = weight_decay,
                    amsgrad = amsgrad,
                    maximize = maximize,
                };
                foreach (var group in parameters) add_param_group(group);
            }

            /// <summary>The betas of groups to come.</summary>
            public (double, double) Betas
            {
                get => (((Options)_defaults).beta1!.Value, ((Options)_defaults).beta2!.Value);
                set => (((Options)_defaults).beta1, ((Options)_defaults).beta2) = (value.Item1, value.Item2);
            }

            public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(Step, closure);

            public override void add_param_group(Modules.ParamGroup param_group)
            {
                var defaults = (Options)_defaults;
                param_group.Options ??= new Options();
                var options = (Options)param_group.Options;
                options.LearningRate ??= defaults.LearningRate;
                options.beta1 ??= defaults.beta1;
                options.beta2 ??= defaults.beta2;
                options.eps ??= defaults.eps;
                options.weight_decay ??= defaults.weight_decay;
                options.amsgrad ??= defaults.amsgrad;
                options.maximize ??= defaults.maximize;
                options.InitialLearningRate = options.LearningRate!.Value;

                param_group.Parameters = [.. param_group.Parameters];
                _parameter_groups.Add(param_group);
                foreach (var parameter in param_group.Parameters)
                {
                    var state = new State(parameter);
                    _state[parameter.Handle] = state;
                    state.Initialize(options);
                }
            }

            protected override void Dispose(bool disposing)
            {
                base.Dispose(disposing);
                if (!disposing) return;
                foreach (var (_, state) in _state) ((State)state).Dispose();
            }

            private unsafe void Step(ParamGroup group)
            {
                var options = group.Options;
                var settings = new AdamWSettings
                {
                    LearningRate = options.LearningRate!.Value,
                    Beta1 = options.beta1!.Value,
                    Beta2 = options.beta2!.Value,
                    Epsilon = options.eps!.Value,
                    WeightDecay = options.weight_decay!.Value,
                    Maximize = options.maximize!.Value ? 1 : 0,
                };

                // Gradients and what was read of them stay alive in the scope of the step.
                List<nint> parameters = [], gradients = [], averages = [], squares = [], maxima = [];
                List<long> steps = [];
                foreach (var parameter in group.Parameters)
                {
                    if (parameter.grad is not { } gradient) continue;
                    var state = (State)_state[parameter.Handle];
                    state.step++;
                    parameters.Add(parameter.Handle);
                    gradients.Add(gradient.Handle);
                    averages.Add(state.exp_avg.Handle);
                    squares.Add(state.exp_avg_sq.Handle);
                    maxima.Add(state.max_exp_avg_sq is { } maximum ? maximum.Handle : 0);
                    steps.Add(state.step);
                }

                fixed (nint* p = CollectionsMarshal.AsSpan(parameters), g = CollectionsMarshal.AsSpan(gradients),
                    a = CollectionsMarshal.AsSpan(averages), s = CollectionsMarshal.AsSpan(squares), m = CollectionsMarshal.AsSpan(maxima))
                fixed (long* n = CollectionsMarshal.AsSpan(steps))
                {
                    Shim.Check(Shim.ts_adamw(p, g, a, s, m, n, parameters.Count, &settings));
                }

                GC.KeepAlive(group);
                GC.KeepAlive(this);
            }
        }
    }

    public static partial class torch
    {
        public static partial class optim
        {
            public static AdamW AdamW(
                IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static AdamW AdamW(
                IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
                double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters.Select(named => named.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static AdamW AdamW(
                IEnumerable<AdamW.ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}
