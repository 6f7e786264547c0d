using static TorchSharp.torch;

namespace Samantha.TorchSharp.Tests.DisposeScopes;

public sealed class DisposeScopeTests
{
    [Fact]
    public void Dispose_DisposesWhatWasMadeMeanwhile()
    {
        Tensor inside;
        using (NewDisposeScope()) inside = ones(2);

        inside.IsInvalid.ShouldBeTrue();
    }

    [Fact]
    public void MoveToOuter_KeepsATensorForTheScopeAround()
    {
        Tensor kept;
        using (NewDisposeScope())
        {
            using (NewDisposeScope()) kept = ones(2).MoveToOuterDisposeScope();
            kept.IsInvalid.ShouldBeFalse();
        }

        kept.IsInvalid.ShouldBeTrue();
    }

    [Fact]
    public void MoveToOuter_WithoutAnOuterScope_LeavesTheTensorToItsOwner()
    {
        Tensor kept;
        using (NewDisposeScope()) kept = ones(2).MoveToOuterDisposeScope();

        kept.IsInvalid.ShouldBeFalse();
        kept.Dispose();
    }

    [Fact]
    public void Detach_TakesATensorOutOfEveryScope()
    {
        Tensor kept;
        using (NewDisposeScope())
        using (var inner = NewDisposeScope())
        {
            kept = inner.Detach(ones(2));
        }

        kept.IsInvalid.ShouldBeFalse();
        kept.Dispose();
    }

    [Fact]
    public void Attach_TakesATensorIn()
    {
        var outside = ones(2);
        using (var scope = NewDisposeScope())
        {
            scope.Attach(outside);
            scope.DisposablesCount.ShouldBe(1);
        }

        outside.IsInvalid.ShouldBeTrue();
    }

    [Fact]
    public void DisposeEverythingBut_KeepsWhatIsNamed()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (ones(1), ones(1));

        scope.DisposeEverythingBut(second);

        first.IsInvalid.ShouldBeTrue();
        second.IsInvalid.ShouldBeFalse();
        scope.Contains(second).ShouldBeTrue();
    }

    [Fact]
    public void ATensorDisposedByHand_LeavesItsScope()
    {
        using var scope = NewDisposeScope();
        ones(2).Dispose();

        scope.DisposablesCount.ShouldBe(0);
    }

    [Fact]
    public void AScopeThatEndsEarly_LeavesTheInnerOneOpen()
    {
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        outer.Dispose();
        var tensor = ones(2);
        inner.Dispose();

        tensor.IsInvalid.ShouldBeTrue();
        CurrentDisposeScope.ShouldBeNull();
    }

    [Fact]
    public void AnEndedScope_IsRefused()
    {
        var scope = NewDisposeScope();
        scope.Dispose();

        Should.Throw<ObjectDisposedException>(() => scope.DisposablesCount);
    }

    [Fact]
    public void Scopes_BelongToTheirThread()
    {
        using var scope = NewDisposeScope();
        Tensor? other = null;
        var thread = new Thread(() =>
        {
            CurrentDisposeScope.ShouldBeNull();
            other = ones(2);
        });
        thread.Start();
        thread.Join();

        scope.DisposablesCount.ShouldBe(0);
        other!.Dispose();
    }

    [Fact]
    public void AParameter_TakesThePlaceOfItsTensor()
    {
        Parameter parameter;
        using (var scope = NewDisposeScope())
        {
            var data = ones(2);
            parameter = new Parameter(data);

            data.IsInvalid.ShouldBeTrue();
            scope.DisposablesCount.ShouldBe(1);
            parameter.requires_grad.ShouldBeTrue();
        }

        parameter.IsInvalid.ShouldBeTrue();
    }

    [Fact]
    public void Statistics_CountByWhereThingsHappened()
    {
        DisposeScopeManager.Statistics.Reset();
        var outside = ones(1);
        using (NewDisposeScope())
        {
            ones(1);
            ones(1).DetachFromDisposeScope().Dispose();
        }

        outside.Dispose();
        var statistics = DisposeScopeManager.Statistics;

        statistics.CreatedOutsideScopeCount.ShouldBe(1);
        statistics.CreatedInScopeCount.ShouldBe(2);
        statistics.DisposedInScopeCount.ShouldBe(1);
        statistics.DisposedOutsideScopeCount.ShouldBe(2);
        statistics.DetachedFromScopeCount.ShouldBe(1);
        statistics.ThreadTotalLiveCount.ShouldBe(0);
    }

    [Fact]
    public void ATrainingLoopWithAScopePerStep_LeavesNothingBehind()
    {
        using var model = nn.Sequential(nn.Linear(8, 16), nn.GELU(), nn.LayerNorm(16), nn.Linear(16, 4));
        using var optimizer = optim.AdamW(model.parameters(), 1e-3);
        Step(model, optimizer);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var i = 0; i < 50; i++) Step(model, optimizer);

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(before);

        static void Step(Sequential model, AdamW optimizer)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(model.call(randn(5, 8)), randint(0, 4, new long[] { 5 }));
            loss.backward();
            nn.utils.clip_grad_norm_(model.parameters(), 1);
            optimizer.step();
        }
    }
}
