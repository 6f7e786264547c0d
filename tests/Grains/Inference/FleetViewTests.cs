using Samantha.Grains.Tests.Doubles;
using Samantha.Contracts.Models;
using Samantha.Grains.Inference;

namespace Samantha.Grains.Tests.Inference;

public sealed class FleetViewTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ManualTime _time = new();
    private readonly FleetView _view = new();

    [Fact]
    public async Task Known_NothingHeardYet_ComesWithTheFirstAnswer()
    {
        var known = _view.Known(Patience, _time, CancellationToken.None);
        known.IsCompleted.ShouldBeFalse();
        var fleet = Fleet.Unknown with { Version = "v1" };

        _view.Update(fleet);

        (await known).ShouldBe(fleet);
        (await _view.Known(Patience, _time, CancellationToken.None)).ShouldBe(fleet);
    }

    [Fact]
    public async Task Known_NothingHeardInTime_IsUnknown()
    {
        var known = _view.Known(Patience, _time, CancellationToken.None);

        _time.Advance(Patience);

        (await known).ShouldBe(Fleet.Unknown);
    }

    [Fact]
    public async Task Known_Cancelled_Throws()
    {
        using var cancelled = new CancellationTokenSource();
        var known = _view.Known(Patience, _time, cancelled.Token);

        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(known);
    }
}
