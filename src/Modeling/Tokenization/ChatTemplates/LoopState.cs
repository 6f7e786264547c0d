namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary>The variable <c>loop</c> of a <c>for</c>.</summary>
internal sealed class LoopState(IReadOnlyList<object?> items)
{
    public int Index { get; set; }

    public object? Attribute(string name) => name switch
    {
        "index" => (long)Index + 1,
        "index0" => (long)Index,
        "revindex" => (long)items.Count - Index,
        "revindex0" => (long)items.Count - Index - 1,
        "first" => Index == 0,
        "last" => Index == items.Count - 1,
        "length" => (long)items.Count,
        "previtem" => Index > 0 ? items[Index - 1] : new Undefined("loop.previtem"),
        "nextitem" => Index + 1 < items.Count ? items[Index + 1] : new Undefined("loop.nextitem"),
        "cycle" => (Callable)((_, arguments) => arguments[Index % Math.Max(1, arguments.Positional.Count)]),
        _ => new Undefined("loop." + name),
    };
}
