namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary>The arguments of a call, of a filter (its input the first) or of a test.</summary>
internal sealed record CallArguments(IReadOnlyList<object?> Positional, IReadOnlyDictionary<string, object?> Named, int Line)
{
    public object? this[int index] => index < Positional.Count
        ? Positional[index]
        : throw Error($"an argument is missing (given {Positional.Count})");

    public object? Get(int index, string name, object? otherwise) =>
        index < Positional.Count ? Positional[index] : Named.TryGetValue(name, out var value) ? value : otherwise;

    public string Text(int index) => this[index] as string ?? throw Error($"argument {index + 1} must be a string");

    public ChatTemplateException Error(string reason) => new(reason, Line);
}

/// <summary>A function that a template can call.</summary>
internal delegate object? Callable(RenderContext context, CallArguments arguments);
