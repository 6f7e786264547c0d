using Samantha.Training.Preferences;
using static TorchSharp.torch;

namespace Samantha.Training.Lessons;

/// <summary>Adds to each step the loss of some preference pairs, by turns.</summary>
/// <param name="preference">Makes the loss.</param>
/// <param name="pairs">At least one.</param>
/// <param name="options">Weight and number.</param>
/// <param name="pass">Called before each pass.</param>
internal sealed class PreferenceLoss(DirectPreference preference, IReadOnlyList<PreferencePair> pairs, LessonOptions options, Action pass) : IAddedLoss
{
    public bool CanResume => true;

    public Tensor? Of(int step)
    {
        pass();
        using var scope = NewDisposeScope();
        return preference.Loss(pairs.InTurn(step, options.PreferenceRows)).mul(options.PreferenceWeight).MoveToOuterDisposeScope();
    }

    public void Stepped(int step)
    {
    }

    public void Dispose()
    {
    }
}
