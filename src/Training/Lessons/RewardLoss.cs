using Samantha.Training.Preferences;
using static TorchSharp.torch;

namespace Samantha.Training.Lessons;

/// <summary>Adds to each step the policy gradient of some replies and what they earned, by turns.</summary>
/// <param name="policy">Makes the gradient; this owns it.</param>
/// <param name="answers">At least one.</param>
/// <param name="options">Weight and number.</param>
/// <param name="pass">Called before each pass.</param>
internal sealed class RewardLoss(PolicyGradient policy, IReadOnlyList<RewardedAnswer> answers, LessonOptions options, Action pass) : IAddedLoss
{
    // The baseline has learned from the steps before.
    public bool CanResume => false;

    public Tensor? Of(int step)
    {
        pass();
        using var scope = NewDisposeScope();
        var loss = policy.Loss(Some(step)).mul(options.PreferenceWeight);
        // Its gradient is what counts: how low its value is says nothing of how far there is to go.
        return loss.sub(loss.detach()).MoveToOuterDisposeScope();
    }

    public void Stepped(int step) => policy.LearnBaseline(Some(step));

    public void Dispose() => policy.Dispose();

    private IReadOnlyList<RewardedAnswer> Some(int step) => answers.InTurn(step, options.PreferenceRows);
}
