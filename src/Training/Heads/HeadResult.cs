using Samantha.Training.Evaluation;

namespace Samantha.Training.Heads;

/// <summary>How well a task of the heads was done.</summary>
/// <param name="Task">The task.</param>
/// <param name="Learner">Who did it.</param>
/// <param name="IsStream">Whether it was learned as a stream of lessons, each shown once; else all was at hand at once.</param>
/// <param name="Names">The classes' names.</param>
/// <param name="Classes">Each class's result.</param>
/// <param name="Micro">The result over the decisions for all classes together.</param>
/// <param name="Accuracy">The share of texts that got their class, in [0, 1]; null where a text may have several classes.</param>
/// <param name="Scope">What refusing does; null where nothing is refused.</param>
/// <param name="Processor">The processor time that learning and measuring took.</param>
public sealed record HeadResult(
    string Task,
    string Learner,
    bool IsStream,
    IReadOnlyList<string> Names,
    IReadOnlyList<ClassResult> Classes,
    ClassResult Micro,
    double? Accuracy,
    ScopeReport? Scope,
    TimeSpan Processor)
{
    public double MacroPrecision { get; } = Classes.Average(result => result.Precision);

    public double MacroRecall { get; } = Classes.Average(result => result.Recall);

    public double MacroF1 { get; } = Classes.Average(result => result.F1);

    /// <summary>The result of a task in which every text has one class: right and wrong decisions are then as many as texts.</summary>
    internal static HeadResult Of(TextTask task, string learner, bool isStream, TextTaskReport report, TimeSpan processor)
    {
        var accuracy = report.Report.Accuracy;
        var micro = new ClassResult(accuracy, accuracy, accuracy, report.Report.Classes.Sum(result => result.Support));
        return new HeadResult(task.Name, learner, isStream, task.Classes, report.Report.Classes, micro, accuracy, report.Scope, processor);
    }

    /// <summary>The result of decisions for any number of classes a text.</summary>
    /// <param name="task">The task.</param>
    /// <param name="learner">Who decided.</param>
    /// <param name="isStream">Whether that learned from a stream.</param>
    /// <param name="names">The classes' names.</param>
    /// <param name="decisions">For each text the classes that were decided for, and those that it has.</param>
    /// <param name="processor">What it took.</param>
    internal static HeadResult Of(
        string task, string learner, bool isStream, IReadOnlyList<string> names, IReadOnlyList<(IReadOnlyList<int> Said, IReadOnlyList<int> Truth)> decisions, TimeSpan processor)
    {
        ClassResult Result(Func<int, bool> counted) => ClassResult.From(
            decisions.Sum(text => text.Said.Where(counted).Intersect(text.Truth).Count()),
            decisions.Sum(text => text.Said.Count(counted)),
            decisions.Sum(text => text.Truth.Count(counted)));
        return new HeadResult(task, learner, isStream, names, [.. names.Select((_, i) => Result(@class => @class == i))], Result(_ => true), null, null, processor);
    }
}
