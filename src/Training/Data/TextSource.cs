namespace Samantha.Training.Data;

/// <summary>Documents of one kind in a mixture.</summary>
/// <param name="Name">A short name for files and messages.</param>
/// <param name="Passes">How many times an epoch goes through it; a fraction takes a part of it each epoch, the next part the next time.</param>
/// <param name="Read">Reads the documents, always in the same order.</param>
public sealed record TextSource(string Name, double Passes, Func<IEnumerable<Document>> Read);
