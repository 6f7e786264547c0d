namespace Samantha.Grains.Tests.Doubles;

/// <summary>Whether a process still lives: what is left of it after its end reaches no disk any more.</summary>
internal sealed class ProcessLife
{
    private volatile bool _ended;

    public void End() => _ended = true;

    public void Check()
    {
        if (_ended)
            throw new IOException("The process was killed.");
    }
}
