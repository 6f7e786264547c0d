using Samantha.Grains.Training;
using Samantha.Training.Gate;
using Samantha.Training.Lessons;
using Samantha.Training.Optimization;

namespace Samantha.Grains.Tests.Training;

public sealed class LearningSettingsTests
{
    private static readonly LearningOptions Options = new()
    {
        Enabled = false,
        MostLessons = 7,
        QuietTime = TimeSpan.FromMilliseconds(1500),
        BusyShare = 0.1 + 0.2,
        Seed = -9,
        Lessons = new LessonOptions { Rank = 4, StepLength = 1e-7, Precision = Precision.BFloat16, MaxCompute = 3e15 },
        Gate = new GateOptions { Margin = 0.25 },
    };

    [Fact]
    public void Read_WhatOfWrote_IsTheSameSettings() => LearningSettings.Read(LearningSettings.Of(Options)).ShouldBe(Options);

    [Fact]
    public void Of_Options_NamesEachAsItIsConfigured()
    {
        var settings = LearningSettings.Of(Options);
        settings["lessons.stepLength"].ShouldBe("1E-07");
        settings["lessons.precision"].ShouldBe("bFloat16");
        settings["enabled"].ShouldBe("false");
        LearningSettings.Of(new LearningOptions())["lessons.rank"].ShouldBe("null");
    }

    [Fact]
    public void Read_UnknownAndMissingNames_AreNothingAndTheDefault()
    {
        var read = LearningSettings.Read(new Dictionary<string, string> { ["of a later release"] = "1", ["mostLessons"] = "5" });
        // The strategy of releases that named none.
        read.ShouldBe(new LearningOptions { MostLessons = 5, Strategy = LessonStrategies.Descent });
    }
}
