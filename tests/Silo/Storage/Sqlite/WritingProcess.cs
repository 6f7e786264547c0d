using System.Diagnostics;
using System.Runtime.CompilerServices;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Emotions;
using Samantha.Contracts.Interactions;
using Samantha.Grains.Interactions;
using Samantha.Silo.Storage.Sqlite;

namespace Samantha.Silo.Tests.Storage.Sqlite;

/// <summary>This program once more, as a process that appends to a database until it is killed, and tells what was confirmed.</summary>
internal sealed class WritingProcess : IDisposable
{
    private const string File = "SAMANTHA_TESTS_APPEND_TO";
    private const string Name = "SAMANTHA_TESTS_APPEND_AS";
    private const int Users = 8;

    private readonly Process _process;

    private WritingProcess(Process process) => _process = process;

    /// <summary>Starts one, whose users have its name in front of theirs.</summary>
    public static WritingProcess Start(string file, string name)
    {
        var info = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(info.FileName) == "dotnet")
            info.ArgumentList.Add(typeof(WritingProcess).Assembly.Location);
        info.Environment[File] = file;
        info.Environment[Name] = name;
        return new WritingProcess(Process.Start(info)!);
    }

    /// <summary>Waits until this many more turns are confirmed and returns them: user and turn.</summary>
    public async Task<IReadOnlyList<(string User, string Turn)>> Confirmed(int count)
    {
        var confirmed = new List<(string, string)>();
        while (confirmed.Count < count && await _process.StandardOutput.ReadLineAsync() is { } line)
            confirmed.Add(Parsed(line));
        return confirmed;
    }

    /// <summary>Kills it without a word and returns what it had still told.</summary>
    public async Task<IReadOnlyList<(string User, string Turn)>> Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        return await Confirmed(int.MaxValue);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    /// <summary>A turn that is as good as any.</summary>
    public static TurnTaken Turn(string id) => new(
        id, "hello", "hi", "v1-000000000000", new UserEmotion(new Dictionary<string, double>(), 0, 0, 0, "joy"), new EmotionalState());

    // Before anything of the tests runs, in the process that is to write; on one thread, as others would wait for the end of this.
    [ModuleInitializer]
    internal static void Run()
    {
        if (Environment.GetEnvironmentVariable(File) is not { } file)
            return;
        using var database = new SqliteDatabase(file);
        var (log, name) = (new SqliteInteractionLog(database), Environment.GetEnvironmentVariable(Name));
        var turns = new int[Users];
        var appends = new Task<LoggedInteraction>[Users];
        for (var user = 0; user < Users; user++)
            appends[user] = log.Append($"{name}{user}", 0, Turn("t0"));
        while (true)
        {
            var user = Task.WaitAny(appends);
            var position = appends[user].GetAwaiter().GetResult().Position;
            Console.WriteLine($"{name}{user} t{turns[user]++}");
            appends[user] = log.Append($"{name}{user}", position, Turn($"t{turns[user]}"));
        }
    }

    private static (string, string) Parsed(string line) => line.Split(' ') is [var user, var turn] ? (user, turn) : default;
}
