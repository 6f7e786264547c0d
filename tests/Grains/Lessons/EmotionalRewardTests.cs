using Samantha.Contracts.Conversations;
using Samantha.Grains.Interactions;
using Samantha.Grains.Lessons;
using Samantha.Grains.Training;

namespace Samantha.Grains.Tests.Lessons;

public sealed class EmotionalRewardTests
{
    [Theory]
    [InlineData(LessonKind.RatedReply, -0.5, 0.5, 0.5)]
    [InlineData(LessonKind.Correction, -0.5, 0.5, -0.5)]
    [InlineData(LessonKind.Correction, 1, -1, 1)]
    [InlineData(LessonKind.RatedReply, 0.3, 0.3, 0)]
    public void Of_ValenceMoved_SpeaksForOrAgainstTheJudgement(LessonKind kind, double before, double after, double expected) =>
        EmotionalReward.Of(kind, Turn(before), Turn(after)).ShouldBe(expected);

    private static Turn Turn(double valence) =>
        TurnFold.Of(Conversations.Interactions.Turn("t") with { Emotion = Conversations.Interactions.Calm with { Valence = valence } }, 1);
}
