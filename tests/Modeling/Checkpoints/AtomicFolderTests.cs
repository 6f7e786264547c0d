using Samantha.Modeling.Checkpoints;

namespace Samantha.Modeling.Tests.Checkpoints;

public sealed class AtomicFolderTests
{
    [Fact]
    public void Create_Failing_LeavesNothing()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<InvalidOperationException>(() => AtomicFolder.Create(folder.At("v1"), temporary =>
        {
            File.WriteAllText(Path.Combine(temporary, "half"), "half");
            throw new InvalidOperationException();
        }));
        Directory.GetFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Create_WhileWriting_IsNotThereYet()
    {
        using var folder = new TemporaryFolder();
        AtomicFolder.Create(folder.At("v1"), temporary =>
        {
            Path.GetFileName(temporary).ShouldStartWith(AtomicFolder.TemporaryPrefix);
            File.WriteAllText(Path.Combine(temporary, "file"), "whole");
            Directory.Exists(folder.At("v1")).ShouldBeFalse();
        });
        File.ReadAllText(Path.Combine(folder.At("v1"), "file")).ShouldBe("whole");
        Directory.GetFileSystemEntries(folder.Path).Length.ShouldBe(1);
    }

    [Fact]
    public void Replace_Failing_KeepsTheOlder()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "one");
        Should.Throw<InvalidOperationException>(() => AtomicFolder.Replace(folder.At("state"), _ => throw new InvalidOperationException()));
        Read(folder).ShouldBe("one");
        Write(folder, "two");
        Read(folder).ShouldBe("two");
        Directory.GetFileSystemEntries(folder.Path).Length.ShouldBe(1);
    }

    [Fact]
    public void Recover_StoppedBetweenTheRenames_BringsTheOlderBack()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "one");
        Directory.Move(folder.At("state"), folder.At("state.old"));
        AtomicFolder.Recover(folder.At("state"));
        Read(folder).ShouldBe("one");

        Directory.CreateDirectory(folder.At("state.old"));
        AtomicFolder.Recover(folder.At("state"));
        Directory.Exists(folder.At("state.old")).ShouldBeFalse();
        Read(folder).ShouldBe("one");
    }

    private static void Write(TemporaryFolder folder, string text) =>
        AtomicFolder.Replace(folder.At("state"), temporary => File.WriteAllText(Path.Combine(temporary, "file"), text));

    private static string Read(TemporaryFolder folder) => File.ReadAllText(Path.Combine(folder.At("state"), "file"));
}
