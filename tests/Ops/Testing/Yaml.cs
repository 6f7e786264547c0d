using YamlDotNet.RepresentationModel;

namespace Samantha.Ops.Tests.Testing;

/// <summary>YAML without a schema.</summary>
internal static class Yaml
{
    /// <summary>The only document of a file.</summary>
    public static YamlNode Read(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Repository.Read(file)));
        return stream.Documents.Single().RootNode;
    }

    /// <summary>What is at a path of keys and indices.</summary>
    public static YamlNode At(this YamlNode node, params object[] path) => path.Aggregate(node, (at, step) => step is int index ? at[index] : at[(string)step]);

    public static IEnumerable<YamlNode> Items(this YamlNode node, string key) => ((YamlSequenceNode)node[key]).Children;

    public static bool Has(this YamlNode node, string key) => ((YamlMappingNode)node).Children.ContainsKey(key);

    public static string Text(this YamlNode node, params object[] path) => ((YamlScalarNode)node.At(path)).Value!;
}
