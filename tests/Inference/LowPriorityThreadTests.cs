namespace Samantha.Inference.Tests;

public sealed class LowPriorityThreadTests
{
    private const int NicenessField = 16;

    public static TheoryData<Niceness> Levels => [.. Enum.GetValues<Niceness>()];

    [Theory]
    [MemberData(nameof(Levels))]
    public async Task RunAsync_Niceness_IsThatOfTheThreadAlone(Niceness niceness)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Niceness is Linux's.");
        var before = OfThisThread();

        (await LowPriorityThread.RunAsync("test", niceness, OfThisThread)).ShouldBe((int)niceness);
        var name = await LowPriorityThread.RunAsync("test", niceness, () => Thread.CurrentThread.Name);

        name.ShouldBe("test");
        OfThisThread().ShouldBe(before);
    }

    [Fact]
    public async Task RunAsync_WorkThatFails_FailsAsItDid() =>
        (await Should.ThrowAsync<InvalidDataException>(LowPriorityThread.RunAsync<int>("test", Niceness.Loading, () => throw new InvalidDataException("Torn.")))).Message.ShouldBe("Torn.");

    [Fact]
    public async Task RunAsync_WorkThatIsCancelled_IsCancelled()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        var run = LowPriorityThread.RunAsync("test", Niceness.Loading, () =>
        {
            cancellation.Token.ThrowIfCancellationRequested();
            return 1;
        });

        (await Should.ThrowAsync<OperationCanceledException>(run)).CancellationToken.ShouldBe(cancellation.Token);
        run.IsCanceled.ShouldBeTrue();
    }

    // After the name, which may have spaces, a thread's figures in their order (proc_pid_stat(5)); niceness is the 19th of all.
    private static int OfThisThread() =>
        int.Parse(File.ReadAllText("/proc/thread-self/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[NicenessField]);
}
