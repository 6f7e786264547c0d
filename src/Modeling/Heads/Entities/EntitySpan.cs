namespace Samantha.Modeling.Heads.Entities;

/// <summary>A named entity in a sentence.</summary>
/// <param name="Start">Its first token.</param>
/// <param name="End">The token after its last.</param>
/// <param name="Type">What it is.</param>
public readonly record struct EntitySpan(int Start, int End, string Type)
{
    /// <summary>The entities that tags tell of: 0 is none, 1 and 2 are B and I of the first type, … An I without its B begins an entity.</summary>
    public static IReadOnlyList<EntitySpan> Of(IReadOnlyList<int> tags, IReadOnlyList<string> types)
    {
        List<EntitySpan> spans = [];
        for (var i = 0; i < tags.Count;)
        {
            var start = i++;
            if (tags[start] == 0)
                continue;
            var type = (tags[start] - 1) / 2;
            while (i < tags.Count && tags[i] == 2 * type + 2)
                i++;
            spans.Add(new EntitySpan(start, i, types[type]));
        }

        return spans;
    }
}
