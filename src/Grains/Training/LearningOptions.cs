using Samantha.Grains.Lessons;
using Samantha.Grains.Measurement;
using Samantha.Training.Gate;
using Samantha.Training.Lessons;

namespace Samantha.Grains.Training;

/// <summary>When and from what the trainer learns.</summary>
public sealed record LearningOptions
{
    /// <summary>Whether sessions start by themselves.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>A session starts when this many lessons wait; at least 1.</summary>
    public int EnoughLessons { get; set; } = 16;

    /// <summary>A session starts when no lesson came for this long; zero or more. What comes in a session waits for the next.</summary>
    public TimeSpan QuietTime { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>No lesson waits longer than this for a session to start; at least <see cref="QuietTime"/>.</summary>
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the trainer rests after a session that failed; above zero.</summary>
    public TimeSpan RestAfterFailure { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often the log is looked through where no one tells of news; above zero.</summary>
    public TimeSpan LookInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The most new lessons of a session; at least 1.</summary>
    public int MostLessons { get; set; } = 64;

    /// <summary>The most new lessons of one author in a session; at least 1.</summary>
    public int MostLessonsPerAuthor { get; set; } = 16;

    /// <summary>How many learned lessons are kept for rehearsal; zero or more.</summary>
    public int RehearsalMemory { get; set; } = 1_000;

    /// <summary>How many of them a session rehearses; zero or more.</summary>
    public int MostRehearsed { get; set; } = 128;

    /// <summary>In how many rejected versions a lesson may have been before it is given up; at least 1.</summary>
    public int MostAttempts { get; set; } = 3;

    /// <summary>The longest lesson in characters, prompt and answer together; at least 1.</summary>
    public int LongestLesson { get; set; } = 2_000;

    /// <summary>
    /// The share of the time that training computes while replies are being written, in (0, 1]; at 1 it gives way by its
    /// thread's priority alone.
    /// </summary>
    public double BusyShare { get; set; } = 1;

    /// <summary>The strategy by which lessons are learned: one of <see cref="LessonStrategies.Names"/>.</summary>
    public string Strategy { get; set; } = LessonStrategies.Neurons;

    /// <summary>What of the model learns: one of <see cref="LessonTunings.Names"/>.</summary>
    public string Tuning { get; set; } = LessonTunings.Default;

    /// <summary>How it is learned what is preferred, beside what is to be replied: one of <see cref="LessonPreferences.Names"/>.</summary>
    public string Preferences { get; set; } = LessonPreferences.Off;

    /// <summary>How lessons are learned.</summary>
    public LessonOptions Lessons { get; set; } = new();

    /// <summary>What a candidate must show.</summary>
    public GateOptions Gate { get; set; } = new();

    /// <summary>What is measured of versions once they serve.</summary>
    public MeasurementOptions Measurement { get; set; } = new();

    /// <summary>Whether the act of correcting, rating or teaching is consent to learn from it, where the user has not said otherwise.</summary>
    public bool JudgementIsConsent { get; set; } = true;

    /// <summary>How lessons are held against each other.</summary>
    public CurationOptions Curation { get; set; } = new();

    /// <summary>Seeds training and the choice of what is rehearsed.</summary>
    public long Seed { get; set; } = 1;
}
