namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary>Variables by name. What is set in an inner scope hides, and never changes, what an outer one holds.</summary>
internal sealed class Scope(Scope? parent)
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    public void Set(string name, object? value) => _values[name] = value;

    /// <summary>The variable's value; <see cref="Undefined"/> if no scope has it.</summary>
    public object? Get(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope._values.TryGetValue(name, out var value))
                return value;
        }

        return new Undefined(name);
    }

    private Scope? Parent { get; } = parent;
}
