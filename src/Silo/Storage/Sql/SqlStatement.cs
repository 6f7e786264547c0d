namespace Samantha.Silo.Storage.Sql;

/// <summary>A statement that both dialects understand.</summary>
/// <param name="Text">Its text; parameters are written <c>@name</c>.</param>
/// <param name="Parameters">Their values: strings, bytes, whole numbers or null.</param>
internal sealed record SqlStatement(string Text, params (string Name, object? Value)[] Parameters);
