using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Orleans.CodeGenerator;

internal sealed class GeneratorOutput(string source, ImmutableArray<Diagnostic> diagnostics) : IEquatable<GeneratorOutput>
{
    public static readonly GeneratorOutput Empty = new("", ImmutableArray<Diagnostic>.Empty);

    public string Source { get; } = source;

    public ImmutableArray<Diagnostic> Diagnostics { get; } = diagnostics;

    public bool Equals(GeneratorOutput? other) =>
        other is not null && Source == other.Source && Diagnostics.SequenceEqual(other.Diagnostics);

    public override bool Equals(object? obj) => Equals(obj as GeneratorOutput);

    public override int GetHashCode() => Source.GetHashCode();
}
