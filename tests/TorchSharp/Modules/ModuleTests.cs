using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Samantha.TorchSharp.Tests.Modules;

public sealed class ModuleTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Model _model = new();

    public void Dispose()
    {
        _model.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void StateDict_NamesComponentsByTheirFields() => _model.state_dict().Keys.Order().ShouldBe(
    [
        "embed.weight", "head.weight", "layers.0.bias", "layers.0.weight", "layers.1.bias", "layers.1.weight",
        "norm.bias", "norm.weight", "renamed", "table",
    ]);

    [Fact]
    public void NamedParameters_NameASharedOneOnce()
    {
        _model.named_parameters().Select(named => named.name).Order().ShouldBe(
        [
            "embed.weight", "layers.0.bias", "layers.0.weight", "layers.1.bias", "layers.1.weight",
            "norm.bias", "norm.weight", "renamed",
        ]);
        _model.parameters().Count().ShouldBe(8);
    }

    [Fact]
    public void NamedModules_AreTheWholeTree() => _model.named_modules().Select(named => named.name).Order().ShouldBe(
        ["dropout", "embed", "head", "layers", "layers.0", "layers.1", "norm"]);

    [Fact]
    public void GetParameter_FollowsDottedNames()
    {
        _model.get_parameter("layers.1.bias").ShouldBeSameAs(((Linear)_model.Layers[1]).bias);
        _model.get_parameter("layers.7.bias").ShouldBeNull();
        _model.has_buffer("table").ShouldBeTrue();
        _model.has_parameter("table").ShouldBeFalse();
    }

    [Fact]
    public void LoadStateDict_CopiesTheValues()
    {
        using var other = new Model();

        var (missing, unexpected) = _model.load_state_dict(other.state_dict());

        missing.ShouldBeEmpty();
        unexpected.ShouldBeEmpty();
        foreach (var (name, value) in other.state_dict()) _model.state_dict()[name].Equals(value).ShouldBeTrue(name);
        _model.parameters().ShouldAllBe(parameter => parameter.requires_grad);
    }

    [Fact]
    public void LoadStateDict_OfOtherNames_IsRefusedUnlessLenient()
    {
        var state = _model.state_dict();
        state.Remove("norm.bias");
        state["stranger"] = ones(1);

        Should.Throw<InvalidOperationException>(() => _model.load_state_dict(state));
        var (missing, unexpected) = _model.load_state_dict(state, strict: false);

        missing.ShouldBe(["norm.bias"]);
        unexpected.ShouldBe(["stranger"]);
    }

    [Fact]
    public void Eval_ReachesEveryModule()
    {
        _model.eval();
        _model.modules().ShouldAllBe(module => !module.training);
        _model.call(tensor(new long[] { 1 })).Equals(_model.call(tensor(new long[] { 1 }))).ShouldBeTrue();

        _model.train();
        _model.modules().ShouldAllBe(module => module.training);
    }

    [Fact]
    public void To_AnotherType_ConvertsParametersAndBuffersInTheirFields()
    {
        _model.to(ScalarType.Float64).ShouldBeSameAs(_model);

        _model.parameters().ShouldAllBe(parameter => parameter.dtype == ScalarType.Float64 && parameter.requires_grad);
        _model.Table.dtype.ShouldBe(ScalarType.Float64);
        _model.get_parameter("head.weight")!.Handle.ShouldBe(_model.get_parameter("embed.weight")!.Handle);
        _model.eval();
        _model.call(tensor(new long[] { 3 })).dtype.ShouldBe(ScalarType.Float64);
    }

    [Fact]
    public void ZeroGrad_DropsTheGradients()
    {
        _model.call(tensor(new long[] { 1, 2 })).sum().backward();
        _model.get_parameter("norm.weight")!.grad.ShouldNotBeNull();

        _model.zero_grad();

        _model.parameters().ShouldAllBe(parameter => ReferenceEquals(parameter.grad, null));
    }

    [Fact]
    public void Dispose_DisposesWhatTheModuleOwns()
    {
        var model = new Model();
        var parameters = model.parameters().ToList();
        model.Dispose();
        model.Dispose();

        parameters.ShouldAllBe(parameter => parameter.IsInvalid);
    }

    [Fact]
    public void Registering_ANameTwice_IsRefused()
    {
        Should.Throw<InvalidOperationException>(() => _model.register_module("norm", nn.Linear(1, 1)));
        Should.Throw<ArgumentException>(() => _model.register_module("a.b", nn.Linear(1, 1)));
    }

    [Fact]
    public void NonPersistentBuffers_StayOutOfTheState()
    {
        _model.register_buffer("scratch", ones(1), persistent: false);

        _model.state_dict().ShouldNotContainKey("scratch");
        _model.has_buffer("scratch").ShouldBeTrue();
    }

    [Fact]
    public void Hooks_MayChangeTheResult()
    {
        _model.eval();
        var before = _model.call(tensor(new long[] { 1 }));
        var hook = _model.register_forward_hook((_, _, result) => result * 2);

        _model.call(tensor(new long[] { 1 })).ShouldBeNear(before * 2);
        hook.remove();
        _model.call(tensor(new long[] { 1 })).ShouldBeNear(before);
    }

    [Fact]
    public void Apply_VisitsEveryModuleAndThisOneLast()
    {
        var visited = new List<string>();
        _model.apply(module => visited.Add(module.GetName()));

        visited.Last().ShouldBe(nameof(Model));
        visited.Count.ShouldBe(8);
    }

    private sealed class Model : Module<Tensor, Tensor>
    {
        private readonly Embedding embed = Embedding(10, 6);
        private readonly ModuleList<Module<Tensor, Tensor>> layers = ModuleList<Module<Tensor, Tensor>>(Linear(6, 6), Linear(6, 6));
        private readonly LayerNorm norm = LayerNorm(6);
        private readonly Dropout dropout = Dropout(0.5);
        private readonly Linear head;
        private readonly Tensor table = arange(6.0);

        [global::TorchSharp.Utils.ComponentName(Name = "renamed")]
        private readonly Parameter _scale = new(ones(6));

        internal Model()
            : base(nameof(Model))
        {
            head = Linear(embed.weight!);
            RegisterComponents();
        }

        internal ModuleList<Module<Tensor, Tensor>> Layers => layers;

        internal Tensor Table => table;

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = embed.call(input) * _scale + table;
            foreach (var layer in layers) x = layer.call(x);
            return head.call(dropout.call(norm.call(x))).MoveToOuterDisposeScope();
        }
    }
}
