namespace Samantha.Inference.Tests;

/// <summary>A reply read to its end.</summary>
internal sealed record Reply(IReadOnlyList<GeneratedToken> Elements)
{
    public IReadOnlyList<int> Ids => [.. Elements.Where(element => element.Id is not null).Select(element => element.Id!.Value)];

    public string Text => string.Concat(Elements.Select(element => element.Text));

    public GenerationEnd End => Elements[^1].End!;

    public static async Task<Reply> ReadAsync(IAsyncEnumerable<GeneratedToken> stream)
    {
        var elements = new List<GeneratedToken>();
        await foreach (var element in stream)
            elements.Add(element);

        // What holds of every reply.
        elements.Count(element => element.End is not null).ShouldBe(1);
        elements[^1].End.ShouldNotBeNull();
        elements[^1].Id.ShouldBeNull();
        elements.Select(element => element.Version).Distinct().Count().ShouldBe(1);
        elements.ShouldAllBe(element => element.LogProbability <= 0);
        var reply = new Reply(elements);
        reply.End.Usage.GeneratedTokens.ShouldBe(reply.Ids.Count);
        return reply;
    }
}
