using System.Reflection;
using Orleans.Serialization.Configuration;

namespace Orleans.Serialization;

/// <summary>
/// Finds the assemblies that carry generated code: those that are loaded, and those that they name with
/// <see cref="ApplicationPartAttribute"/>.
/// </summary>
internal static class ApplicationParts
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<Assembly> Known = [];
    private static volatile TypeManifestOptions? s_manifest;

    public static TypeManifestOptions Manifest => s_manifest ?? Load();

    /// <summary>Adds an assembly that was loaded after the manifest was made; tells whether it was new and a part.</summary>
    public static bool TryAdd(Assembly assembly)
    {
        lock (Gate)
        {
            if (Known.Contains(assembly) || !assembly.IsDefined(typeof(ApplicationPartAttribute)))
                return false;

            var manifest = Copy(Manifest);
            Add(assembly, manifest);
            s_manifest = manifest;
            return true;
        }
    }

    private static TypeManifestOptions Load()
    {
        lock (Gate)
        {
            if (s_manifest is { } manifest)
                return manifest;

            // What an attempt that failed has found is to be found again.
            Known.Clear();
            manifest = new TypeManifestOptions();
            Add(typeof(ApplicationParts).Assembly, manifest);
            if (Assembly.GetEntryAssembly() is { } entry)
                Add(entry, manifest);

            foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
                Add(assembly, manifest);

            return s_manifest = manifest;
        }
    }

    private static void Add(Assembly assembly, TypeManifestOptions manifest)
    {
        if (assembly.IsDynamic || !Known.Add(assembly))
            return;

        foreach (var attribute in assembly.GetCustomAttributes<TypeManifestProviderAttribute>())
            ((TypeManifestProviderBase)Activator.CreateInstance(attribute.ProviderType)!).Configure(manifest);

        foreach (var attribute in assembly.GetCustomAttributes<ApplicationPartAttribute>())
        {
            if (attribute.AssemblyName != assembly.GetName().Name)
                Add(Assembly.Load(attribute.AssemblyName), manifest);
        }
    }

    private static TypeManifestOptions Copy(TypeManifestOptions source)
    {
        var copy = new TypeManifestOptions();
        copy.Converters.UnionWith(source.Converters);
        copy.Serializers.UnionWith(source.Serializers);
        copy.Copiers.UnionWith(source.Copiers);
        copy.Interfaces.UnionWith(source.Interfaces);
        copy.InterfaceProxies.UnionWith(source.InterfaceProxies);
        copy.InterfaceImplementations.UnionWith(source.InterfaceImplementations);
        foreach (var (alias, type) in source.WellKnownTypeAliases)
            copy.WellKnownTypeAliases.Add(alias, type);

        return copy;
    }
}
