using System.Collections.Immutable;
using System.Globalization;
using Samantha.Contracts.Emotions;

namespace Samantha.Grains.Emotions;

/// <summary>One step of the companion's state and what caused it.</summary>
/// <param name="Before">The state before, within its bounds.</param>
/// <param name="After">The state after.</param>
/// <param name="Axes">Each quantity's change, taken apart.</param>
public sealed record EmotionalChange(EmotionalState Before, EmotionalState After, ImmutableArray<AxisChange> Axes)
{
    /// <summary>The change in a sentence; no word of the user's is in it.</summary>
    public string Summary
    {
        get
        {
            var moved = Axes.Where(axis => Math.Abs(axis.ByTime) + Math.Abs(axis.ByAppraisal) >= 0.005)
                .OrderByDescending(axis => Math.Abs(axis.ByTime + axis.ByAppraisal))
                .Select(axis => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{axis.Axis} {axis.Before:0.00} to {axis.After:0.00} ({axis.ByTime:+0.00;-0.00;0} by time, {axis.ByAppraisal:+0.00;-0.00;0} by what was said)"))
                .ToList();
            var feeling = Before.Dominant == After.Dominant ? After.Dominant : $"{Before.Dominant} to {After.Dominant}";
            return moved.Count == 0 ? $"{feeling}: nothing moved" : $"{feeling}: {string.Join(", ", moved)}";
        }
    }
}
