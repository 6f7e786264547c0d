using FsCheck;
using FsCheck.Fluent;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Emotions;

namespace Samantha.LoadGenerator.Tests;

public sealed class TurnAuditTests
{
    private static readonly HashSet<string> None = [];

    [Fact]
    public void Of_WhatWasConfirmed_IsClean() => Check(turns => TurnAudit.Of(Confirmed(turns), None, Stored(turns)) == default);

    [Fact]
    public void Of_OneMissing_IsLost() => Check(turns =>
        TurnAudit.Of(Confirmed(turns), None, [.. Stored(turns).Skip(1)]) == new TurnAudit { Lost = 1 });

    [Fact]
    public void Of_OneTwice_IsDuplicated() => Check(turns =>
        TurnAudit.Of(Confirmed(turns), None, [.. Stored(turns), Stored(turns)[^1]]) == new TurnAudit { Duplicated = 1 });

    [Fact]
    public void Of_LastFirst_ReordersAllOthers() => Check(turns =>
        TurnAudit.Of(Confirmed(turns), None, [Stored(turns)[^1], .. Stored(turns)[..^1]]) == new TurnAudit { Reordered = turns > 1 ? 1 : 0 });

    [Fact]
    public void Of_GivenUpAndStoredAllTheSame_IsClean() => Check(turns =>
        TurnAudit.Of(Confirmed(turns), new HashSet<string> { $"t{turns}" }, Stored(turns + 1)) == default);

    [Fact]
    public void Of_NeverSent_IsUnknown() => Check(turns => TurnAudit.Of(Confirmed(turns), None, Stored(turns + 1)) == new TurnAudit { Unknown = 1 });

    [Fact]
    public void Of_OtherReplyOrVersion_IsTold()
    {
        TurnAudit.Of([Confirmed(1)[0] with { Reply = "other" }], None, Stored(1)).ShouldBe(new TurnAudit { Changed = 1 });
        TurnAudit.Of([Confirmed(1)[0] with { Model = "v2-000000000000" }], None, Stored(1)).ShouldBe(new TurnAudit { WrongVersion = 1 });
        TurnAudit.Of([Confirmed(1)[0] with { IsOfOneVersion = false }], None, Stored(1)).ShouldBe(new TurnAudit { WrongVersion = 1 });
    }

    private static void Check(Func<int, bool> holds) => Prop.ForAll(Gen.Choose(1, 50).ToArbitrary(), holds).QuickCheckThrowOnFailure();

    private static List<ConfirmedTurn> Confirmed(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new ConfirmedTurn($"t{i}", $"text {i}", $"reply {i}", "v1-000000000000", true))];

    private static List<Turn> Stored(int count) => [.. Enumerable.Range(0, count).Select(TurnOf)];

    private static Turn TurnOf(int i) => new($"t{i}", i + 1, default, $"text {i}", $"reply {i}", "v1-000000000000", null!, new EmotionalState());
}
