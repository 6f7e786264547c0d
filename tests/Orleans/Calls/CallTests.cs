using Orleans.Serialization;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.Calls;

public class CallTests : IAsyncLifetime
{
    private TestSilo _silo = null!;

    private ICallGrain Grain => _silo.Grain<ICallGrain>();

    public async ValueTask InitializeAsync() => _silo = await StartAsync();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    protected virtual Task<TestSilo> StartAsync() => TestSilo.StartAsync();

    [Fact]
    public async Task Call_OfEachReturnType_ReturnsItsResult()
    {
        await Grain.Nothing();
        await Grain.NothingValue();
        (await Grain.Echo("hello")).ShouldBe("hello");
        (await Grain.Add(2, 3)).ShouldBe(5);
        (await Grain.Maybe(null)).ShouldBeNull();
    }

    [Fact]
    public async Task Call_OfOverloadedMethod_SelectsByArguments() => (await Grain.Echo("ab", 3)).ShouldBe("ababab");

    [Fact]
    public async Task Call_OfInheritedMethod_ReachesTheGrain()
    {
        (await Grain.FromBase()).ShouldBe("base");
        (await _silo.Grain<IBaseCallGrain>().FromBase()).ShouldBe("base");
    }

    [Fact]
    public async Task Call_OfGenericMethod_KeepsTheType()
    {
        (await Grain.Same(7)).ShouldBe(7);
        (await Grain.Same(new List<string> { "a" })).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Call_OfGenericGrain_HasOneGrainForEachType()
    {
        await _silo.Grain<IBoxGrain<int>>().Put(1);
        await _silo.Grain<IBoxGrain<string>>().Put("one");

        (await _silo.Grain<IBoxGrain<int>>().Take()).ShouldBe(1);
        (await _silo.Grain<IBoxGrain<string>>().Take()).ShouldBe("one");
    }

    [Fact]
    public async Task Call_ThatThrows_ThrowsTheSameTypeAtTheCaller()
    {
        var error = await Should.ThrowAsync<CallFailedException>(() => Grain.Fail("no"));
        error.Message.ShouldBe("no");
        error.Code.ShouldBe(42);

        (await Should.ThrowAsync<CallFailedException>(() => Grain.FailLater("later"))).Message.ShouldBe("later");
    }

    [Fact]
    public async Task Call_ThatThrows_HasTheCalleesAndTheCallersStack()
    {
        var error = await Should.ThrowAsync<CallFailedException>(CallFailing);

        error.StackTrace!.ShouldContain(nameof(CallGrain.FailLater));
        error.StackTrace!.ShouldContain(nameof(CallFailing));
    }

    [Fact]
    public async Task Call_AfterOneThatThrew_StillWorks()
    {
        await Should.ThrowAsync<CallFailedException>(() => Grain.Fail("no"));

        (await Grain.Echo("still here")).ShouldBe("still here");
    }

    [Fact]
    public async Task OneWayCall_ToBusyGrain_ReturnsAtOnce()
    {
        await Grain.Forget("gate");

        await _silo.Probe["gate"].Reached;
        _silo.Probe["gate"].Open();
    }

    [Theory]
    [InlineData("a")]
    [InlineData("with space/and+signs")]
    [InlineData("żółć 🌍")]
    public async Task GetGrain_WithStringKey_KeepsIt(string key) => (await _silo.Grain<ICallGrain>(key).Key()).ShouldBe(key);

    [Theory]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public async Task GetGrain_WithIntegerKey_KeepsIt(long key) => (await _silo.Client.GetGrain<IIntegerGrain>(key).Key()).ShouldBe(key);

    [Fact]
    public async Task GetGrain_WithGuidKey_KeepsIt()
    {
        var key = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");

        (await _silo.Client.GetGrain<IGuidGrain>(key).Key()).ShouldBe(key);
    }

    [Fact]
    public async Task GetGrain_WithCompoundKey_KeepsBothParts() =>
        (await _silo.Client.GetGrain<ICompoundGrain>(12, "ext").Key()).ShouldBe((12, "ext"));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void GetGrain_WithEmptyKey_Throws(string key) => Should.Throw<ArgumentException>(() => _silo.Grain<ICallGrain>(key));

    [Fact]
    public void GetGrain_WithoutImplementation_SaysWhichInterface() =>
        Should.Throw<ArgumentException>(() => _silo.Grain<IUnimplementedGrain>()).Message.ShouldContain(nameof(IUnimplementedGrain));

    [Fact]
    public void GetGrain_WithSeveralImplementations_SaysWhich()
    {
        var error = Should.Throw<ArgumentException>(() => _silo.Grain<IShapeGrain>());

        error.Message.ShouldContain(nameof(RoundGrain));
        error.Message.ShouldContain(nameof(SquareGrain));
    }

    [Fact]
    public async Task GetGrain_WithClassPrefix_SelectsTheImplementation()
    {
        var round = _silo.Client.GetGrain<IShapeGrain>("a", typeof(RoundGrain).FullName);
        var square = _silo.Client.GetGrain<IShapeGrain>("a", typeof(SquareGrain).FullName);

        (await round.Name()).ShouldBe("round");
        (await square.Name()).ShouldBe("square");
    }

    [Fact]
    public void References_OfOneGrain_AreEqual()
    {
        _silo.Grain<ICallGrain>("a").ShouldBe(_silo.Grain<ICallGrain>("a"));
        _silo.Grain<ICallGrain>("a").ShouldNotBe(_silo.Grain<ICallGrain>("b"));
        _silo.Grain<ICallGrain>("a").GetGrainId().ShouldBe(_silo.Grain<IBaseCallGrain>("a").GetGrainId());
    }

    [Fact]
    public async Task Argument_WithoutSerializer_Throws() =>
        await Should.ThrowAsync<CodecNotFoundException>(async () => await Grain.Same(new NotSerializable()));

    private async Task CallFailing() => await Grain.FailLater("stack");

    private sealed class NotSerializable;
}
