using FsCheck;
using FsCheck.Fluent;
using Samantha.Modeling.Emotions;

namespace Samantha.Modeling.Tests.Emotions;

public sealed class EmotionAffectTests
{
    [Fact]
    public void Fold_AnyProbabilities_StaysInBounds() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Gen.Choose(0, 1000).Select(thousandths => thousandths / 1000f).ArrayOf(EmotionLabels.Count).ToArbitrary(), probabilities =>
            EmotionAffect.Fold(probabilities) is { Valence: >= -1 and <= 1, Arousal: >= -1 and <= 1, Dominance: >= -1 and <= 1 }));

    [Fact]
    public void Fold_OneLabel_IsItsPlace()
    {
        foreach (var (i, label) in EmotionLabels.Names.Index())
        {
            var probabilities = new float[EmotionLabels.Count];
            probabilities[i] = 0.5f;

            var folded = EmotionAffect.Fold(probabilities);

            folded.Valence.ShouldBe(EmotionAffect.Of(label).Valence, 1e-12);
            folded.Arousal.ShouldBe(EmotionAffect.Of(label).Arousal, 1e-12);
            folded.Dominance.ShouldBe(EmotionAffect.Of(label).Dominance, 1e-12);
        }
    }

    [Fact]
    public void Fold_Nothing_IsTheOrigin() => EmotionAffect.Fold(new float[EmotionLabels.Count]).ShouldBe(default);

    [Fact]
    public void Fold_WrongCount_Throws() => Should.Throw<ArgumentOutOfRangeException>(() => EmotionAffect.Fold(new float[3]));

    [Theory]
    [InlineData("joy", 1)]
    [InlineData("gratitude", 1)]
    [InlineData("grief", -1)]
    [InlineData("anger", -1)]
    [InlineData("neutral", 0)]
    public void Of_Label_HasTheSignThatPeopleGiveIt(string label, int sign) =>
        Math.Sign(EmotionAffect.Of(label).Valence).ShouldBe(sign);

    [Fact]
    public void Of_UnknownLabel_Throws() => Should.Throw<ArgumentException>(() => EmotionAffect.Of("hunger"));
}
