namespace Orleans.Core.Internal;

/// <summary>An activation that lets the calls of some call chains re-enter it.</summary>
public interface ICallChainReentrantGrainContext
{
    /// <summary>Lets the calls of a chain re-enter.</summary>
    void OnEnterReentrantSection(Guid reentrancyId);

    /// <summary>Undoes one <see cref="OnEnterReentrantSection"/>.</summary>
    void OnExitReentrantSection(Guid reentrancyId);
}
