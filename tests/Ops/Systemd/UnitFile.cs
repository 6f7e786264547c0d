using Samantha.Ops.Tests.Testing;

namespace Samantha.Ops.Tests.Systemd;

/// <summary>A systemd unit: settings of sections, in order, some of them more than once.</summary>
internal sealed class UnitFile
{
    private readonly List<(string Section, string Name, string Value)> _settings = [];

    public UnitFile(string file)
    {
        var section = "";
        foreach (var line in Repository.Read(file).Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '[')
                section = line.Trim('[', ']');
            else
                _settings.Add((section, line[..line.IndexOf('=')], line[(line.IndexOf('=') + 1)..]));
        }
    }

    public string this[string name] => _settings.Single(setting => setting.Name == name).Value;

    /// <summary>The names of a section's settings.</summary>
    public IEnumerable<string> Names(string section) => _settings.Where(setting => setting.Section == section).Select(setting => setting.Name);

    /// <summary>The variables that it sets.</summary>
    public Dictionary<string, string> Environment => _settings.Where(setting => setting.Name == "Environment")
        .Select(setting => setting.Value.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
}
