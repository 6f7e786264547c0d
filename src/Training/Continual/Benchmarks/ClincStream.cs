namespace Samantha.Training.Continual.Benchmarks;

/// <summary>CLINC150 as a class-incremental stream: ten domains of 15 intents, in one of three orders.</summary>
public static class ClincStream
{
    private static readonly Dictionary<string, int[]> ByName = new()
    {
        ["domains"] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        ["rand1"] = [2, 9, 6, 4, 0, 3, 1, 7, 8, 5],
        ["rand2"] = [4, 1, 5, 0, 7, 2, 3, 6, 9, 8],
    };

    /// <summary>The names of the orders.</summary>
    public static IReadOnlyCollection<string> Orders => ByName.Keys;

    /// <summary>The stream.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="order">One of <see cref="Orders"/>.</param>
    /// <param name="heldOut">The split that is measured: val while something is being chosen, test otherwise.</param>
    public static IReadOnlyList<StreamTask<Query>> Tasks(Clinc150 data, string order, string heldOut)
    {
        var train = data.Split("train").ToLookup(query => data.DomainOf(query.Class));
        var measured = data.Split(heldOut).ToLookup(query => data.DomainOf(query.Class));
        return [.. ByName[order].Select(domain => new StreamTask<Query>(data.Domains[domain], [.. train[domain]], [.. measured[domain]]))];
    }
}
