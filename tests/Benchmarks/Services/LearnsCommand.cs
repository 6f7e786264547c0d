using System.CommandLine;
using System.Diagnostics;
using Samantha.Training.Evaluation;

namespace Samantha.Benchmarks.Services;

/// <summary>
/// Three users correct three answers of a running service; the clock runs until a version serves that answers all of
/// them as corrected. What it cost the rest is measured on held-out dialogues.
/// </summary>
internal static class LearnsCommand
{
    public static Command Create()
    {
        var dataSets = DataSets.Option();
        var command = new Command("learns", "Three corrections over HTTP: how long until they are served, and what that costs the rest") { dataSets };
        command.SetAction((parse, cancellation) => RunAsync(parse.GetValue(dataSets), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(DirectoryInfo? dataSets, CancellationToken cancellation)
    {
        using var scratch = Checkout.NewScratch("learns");
        await using var silo = new SiloProcess(scratch.Folder);
        await silo.StartAsync(cancellation);
        using var service = new ServiceClient(silo.Url);
        var lessons = Lessons.All.Take(3).ToList();
        var parent = await service.ServingAsync(cancellation);
        Console.WriteLine($"{parent} serves. Three users ask, and correct what they hear:");

        var before = new List<Reply>();
        foreach (var (lesson, i) in lessons.Select((lesson, i) => (lesson, i)))
        {
            var reply = await service.SayAsync($"teacher{i}", lesson.Question, cancellation);
            before.Add(reply);
            Console.WriteLine($"  {lesson.Question}\n    {reply.Text}");
        }

        var watch = Stopwatch.StartNew();
        for (var i = 0; i < lessons.Count; i++)
            await service.CorrectAsync($"teacher{i}", before[i].TurnId, lessons[i].Answer, cancellation);
        var serving = parent;
        while (serving == parent && watch.Elapsed < TimeSpan.FromMinutes(5))
        {
            await Task.Delay(250, cancellation);
            serving = await service.ServingAsync(cancellation);
        }

        var seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine(serving == parent ? "No new version came within 5 minutes." : $"{serving} serves after {seconds:0.0} s:");
        int exact = 0, paraphrased = 0, unchanged = 0;
        for (var i = 0; i < lessons.Count; i++)
        {
            var lesson = lessons[i];
            var asked = await service.SayAsync($"student{i}", lesson.Question, cancellation);
            var otherwise = await service.SayAsync($"stranger{i}", lesson.Paraphrase, cancellation);
            var old = await service.SayAsync($"historian{i}", lesson.Question, cancellation, model: parent);
            exact += lesson.IsIn(asked.Text) ? 1 : 0;
            paraphrased += lesson.IsIn(otherwise.Text) ? 1 : 0;
            unchanged += old.Text == before[i].Text && old.Model == parent ? 1 : 0;
            Console.WriteLine($"  {lesson.Question}\n    {asked.Text}\n  {lesson.Paraphrase}\n    {otherwise.Text}");
        }

        var (bitsBefore, bitsAfter) = HeldOut(dataSets, scratch.Folder, parent, serving);
        var version = (await service.VersionsAsync(cancellation)).First(v => v.GetProperty("id").GetString() == serving);
        Console.WriteLine($"  listed as: parent {version.GetProperty("parent")}, {version.GetProperty("lessons")} lessons, metrics {version.GetProperty("metrics")}");
        ResultsTable.Append(Path.Combine(Checkout.Results, "learns.md"), "Learning while serving",
            ("seconds to service", $"{seconds:0.0}"),
            ("corrections answered", $"{exact}/3"),
            ("paraphrases answered", $"{paraphrased}/3"),
            ("old version unchanged", $"{unchanged}/3"),
            ("held-out bits/byte before", bitsBefore),
            ("after", bitsAfter));
        return serving != parent && exact == 3 && paraphrased >= 1 && unchanged == 3 ? 0 : 1;
    }

    private static (string Before, string After) HeldOut(
        DirectoryInfo? dataSets, string data, string parent, string serving)
    {
        if (dataSets is null)
            return ("no data sets", "no data sets");
        var before = DataSets.BitsPerByte(dataSets, Path.Combine(data, "models", parent));
        var after = DataSets.BitsPerByte(dataSets, Path.Combine(data, "models", serving));
        return ($"{before:0.0000}", $"{after:0.0000} ({(after / before - 1) * 100:+0.00;-0.00} %)");
    }
}
