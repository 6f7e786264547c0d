using FsCheck;
using FsCheck.Fluent;
using Samantha.Contracts.Emotions;
using Samantha.Grains.Emotions;

namespace Samantha.Grains.Tests.Emotions;

public sealed class VoiceTests
{
    [Fact]
    public void Of_AnyState_StaysInBounds() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Arbitraries.AnyState, state =>
            Voice.Of(state) is { Rate: >= 0.85 and <= 1.2, Pitch: >= -3 and <= 3 }));

    [Fact]
    public void Of_NeutralState_IsTheNormalVoice() => Voice.Of(new EmotionalState()).ShouldBe(new Voice(1, 0));

    [Fact]
    public void Of_LessArousal_IsNeitherFasterNorHigher() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Arbitraries.BoundedState, state =>
        {
            var (calmer, same) = (Voice.Of(state with { Arousal = state.Arousal - 0.2 }), Voice.Of(state));
            return calmer.Rate <= same.Rate && calmer.Pitch <= same.Pitch;
        }));

    [Fact]
    public void Of_Sadness_IsSlowAndLow()
    {
        var voice = Voice.Of(new EmotionalState { Valence = -0.7, Arousal = -0.3 });

        voice.Rate.ShouldBeLessThan(1);
        voice.Pitch.ShouldBeLessThan(0);
    }
}
