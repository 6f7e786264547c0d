using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Orleans.CodeGenerator;

/// <summary>
/// Generates, for the assembly being compiled: references and calls of its grain interfaces, copiers of its
/// serializable types, and a manifest by which the runtime finds them and the grain classes.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class OrleansSourceGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // The output compares by value: what follows runs again only when the generated code changes.
        var output = context.CompilationProvider.Select(static (compilation, token) => Generate(compilation, token));
        context.RegisterSourceOutput(output, static (production, output) =>
        {
            foreach (var diagnostic in output.Diagnostics)
                production.ReportDiagnostic(diagnostic);

            if (output.Source.Length > 0)
                production.AddSource("OrleansGeneratedCode.g.cs", SourceText.From(output.Source, Encoding.UTF8));
        });
    }

    private static GeneratorOutput Generate(Compilation compilation, System.Threading.CancellationToken token)
    {
        var libraryTypes = LibraryTypes.TryResolve(compilation);
        if (libraryTypes is null)
            return GeneratorOutput.Empty;

        var model = AssemblyModel.Build(compilation, libraryTypes, token);
        return model.IsEmpty
            ? GeneratorOutput.Empty
            : new GeneratorOutput(AssemblyEmitter.Emit(model, libraryTypes), model.Diagnostics.ToImmutableArray());
    }
}
