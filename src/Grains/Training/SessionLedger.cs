using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Orleans;

namespace Samantha.Grains.Training;

/// <summary>
/// All sessions that made versions, in their order, and what operators did to lessons between them. With the log it is the whole history of the model: replayed, it makes the
/// same versions again, and without some users' records the versions of a history in which they never taught.
/// </summary>
[GenerateSerializer, Immutable, Alias("samantha.session-ledger")]
internal sealed record SessionLedger
{
    /// <summary>The sessions, oldest first.</summary>
    [Id(0)]
    public ImmutableArray<ClosedSession> Sessions { get; init; } = [];

    /// <summary>The settings that sessions had, by their digest: few differ.</summary>
    [Id(1)]
    public ImmutableDictionary<string, ImmutableSortedDictionary<string, string>> Settings { get; init; } =
        ImmutableDictionary<string, ImmutableSortedDictionary<string, string>>.Empty;

    /// <summary>What operators released from quarantine or dropped, oldest first.</summary>
    [Id(2)]
    public ImmutableArray<OperatorAct> Acts { get; init; } = [];

    /// <summary>The settings of a session.</summary>
    public LearningOptions SettingsOf(ClosedSession session) => LearningSettings.Read(Settings[session.Settings]);

    /// <summary>With a session that ended. One that is noted already, before a crash, is not noted twice.</summary>
    public SessionLedger With(long id, long through, string parent, string? version, SessionEnd end, ImmutableSortedDictionary<string, string> settings)
    {
        var digest = DigestOf(settings);
        return Sessions is [.., var last] && last.Id == id ? this : this with
        {
            Sessions = Sessions.Add(new ClosedSession(id, through, parent, version, end, digest)),
            Settings = Settings.SetItem(digest, settings),
        };
    }

    /// <summary>With what an operator did.</summary>
    public SessionLedger With(OperatorAct act) => this with { Acts = Acts.Add(act) };

    private static string DigestOf(ImmutableSortedDictionary<string, string> settings) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Join('\n', settings.Select(setting => $"{setting.Key}={setting.Value}")))))[..16];
}
