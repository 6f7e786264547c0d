using FsCheck;
using FsCheck.Fluent;
using Samantha.Contracts.Inference;
using Samantha.Contracts.Problems;
using Samantha.Grains.Inference;

namespace Samantha.Grains.Tests.Inference;

public sealed class DialogueWindowTests
{
    [Fact]
    public void Fit_EverythingFits_IsEverything()
    {
        var dialogue = Dialogue(3, 1);
        DialogueWindow.Fit(dialogue, 2, Tokens, 100).ShouldBe(dialogue);
    }

    [Fact]
    public void Fit_LastLineTooLong_Throws() =>
        Should.Throw<TextTooLongException>(() => DialogueWindow.Fit(Dialogue(0, 50), 0, Tokens, 20));

    /// <summary>Whatever comes in: what comes out fits, keeps the pinned lines and the last, and is a tail in whole exchanges.</summary>
    [Fact]
    public void Fit_AnyDialogue_FitsAndIsATail() => Prop.ForAll(
        (from exchanges in Gen.Choose(0, 12)
         from length in Gen.Choose(1, 12)
         from pinned in Gen.Choose(0, 1)
         from room in Gen.Choose(60, 200)
         select (exchanges, length, pinned: pinned * 2, room)).ToArbitrary(),
        input =>
        {
            var dialogue = Dialogue(input.exchanges, input.length);
            var pinned = Math.Min(input.pinned, dialogue.Count - 1);
            var fitted = DialogueWindow.Fit(dialogue, pinned, Tokens, input.room);

            fitted.Sum(Tokens).ShouldBeLessThanOrEqualTo(input.room);
            fitted.Take(pinned).ShouldBe(dialogue.Take(pinned));
            var rest = fitted.Skip(pinned).ToList();
            rest.ShouldBe(dialogue.TakeLast(rest.Count));
            (rest.Count % 2).ShouldBe(1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Fit_GrowingDialogue_KeepsItsBeginningOverSeveralTurns()
    {
        var begins = Enumerable.Range(1, 60).Select(exchanges => DialogueWindow.Fit(Dialogue(exchanges, 4), 0, Tokens, 100)[0].Text).ToList();

        begins.Distinct().Count().ShouldBeLessThan(15);
    }

    private static List<ChatLine> Dialogue(int exchanges, int length) =>
    [
        .. Enumerable.Range(0, exchanges * 2).Select(i => new ChatLine(i % 2 == 0 ? ChatRole.User : ChatRole.Assistant, $"{i}".PadRight(length))),
        new ChatLine(ChatRole.User, "now".PadRight(length)),
    ];

    private static int Tokens(ChatLine line) => line.Text.Length;
}
