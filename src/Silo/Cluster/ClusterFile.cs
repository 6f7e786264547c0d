using System.Text.Json;
using System.Text.Json.Serialization;

namespace Samantha.Silo.Cluster;

/// <summary>Says in a file which silos run now. Who reads it finds it whole, before or after a change.</summary>
internal sealed class ClusterFile(string path)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The file's name in the data folder.</summary>
    public const string Name = "cluster.json";

    public void Write(IEnumerable<SiloStatus> silos)
    {
        var temporary = $"{path}.{Environment.ProcessId}";
        File.WriteAllText(temporary, JsonSerializer.Serialize(
            silos.Where(silo => silo.Process is not null).Select(silo => new Entry(silo.Silo.Name, silo.Process!.Value, silo.Silo.Port)), Json) + "\n");
        File.Move(temporary, path, overwrite: true);
    }

    private sealed record Entry(string Silo, [property: JsonPropertyName("pid")] int Process, int Port);
}
