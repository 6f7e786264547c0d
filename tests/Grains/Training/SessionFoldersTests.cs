using Samantha.Grains.Training;

namespace Samantha.Grains.Tests.Training;

public sealed class SessionFoldersTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("samantha-sessions-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Take_AgainElsewhere_HasWhatWasLeftAndIsMissedByTheOther()
    {
        var (first, second) = (new SessionFolders(_root), new SessionFolders(_root));
        var old = first.Take(7);
        File.WriteAllText(Path.Combine(old, "checkpoint"), "step 3");

        var taken = second.Take(7);

        File.ReadAllText(Path.Combine(taken, "checkpoint")).ShouldBe("step 3");
        Should.Throw<IOException>(() => File.WriteAllText(Path.Combine(old, "checkpoint"), "step 4"));
        Directory.GetFiles(second.Take(8)).ShouldBeEmpty();
    }

    [Fact]
    public void Take_NothingLeftHere_IsEmpty()
    {
        var folder = new SessionFolders(Path.Combine(_root, "of", "another", "host")).Take(1);
        Directory.GetFileSystemEntries(folder).ShouldBeEmpty();
    }

    [Fact]
    public void RemoveEnded_Sessions_LeavesTheRunningOneAndThoseItDoesNotKnow()
    {
        var folders = new SessionFolders(_root);
        var kept = new[] { folders.Take(3), folders.Take(4) };
        var ended = new[] { folders.Take(1), folders.Take(2), Directory.CreateDirectory(Path.Combine(_root, "session-2")).FullName };
        var other = Directory.CreateDirectory(Path.Combine(_root, "session-notes")).FullName;

        folders.RemoveEnded(3, 3);

        kept.Append(other).ShouldAllBe(folder => Directory.Exists(folder));
        ended.ShouldAllBe(folder => !Directory.Exists(folder));
    }
}
