using System.Globalization;
using Samantha.Ops.Tests.Testing;
using Samantha.Silo.Hosting;
using Samantha.Testing;

namespace Samantha.Ops.Tests.Systemd;

public sealed class UnitTests
{
    private const string Alone = "ops/systemd/samantha.service";
    private const string OfSeveral = "ops/systemd/samantha@.service";

    [Theory]
    [InlineData(Alone, "samantha.service", "samantha.service")]
    [InlineData(OfSeveral, "samantha@.service", "samantha@1.service")]
    public async Task Unit_Always_IsInOrderAndFencedIn(string file, string name, string instance)
    {
        var systemd = Tool.Find("systemd-analyze");
        using var folder = new TemporaryFolder();
        // The program must be where the unit says for it to be in order.
        await File.WriteAllTextAsync(folder[name], Repository.Read(file).Replace("/usr/bin/dotnet", Environment.ProcessPath, StringComparison.Ordinal), TestContext.Current.CancellationToken);

        (await systemd.Run("verify", folder[instance])).ShouldBe((true, ""));
        // On systemd's scale from 0, nothing allowed, to 100.
        var fenced = await systemd.Run("security", "--offline=true", "--threshold=25", folder[name]);
        fenced.Succeeded.ShouldBeTrue(fenced.Said);
    }

    [Theory]
    [InlineData(Alone)]
    [InlineData(OfSeveral)]
    public void Stop_BySystemd_LeavesTheTimeForADrain(string file)
    {
        var unit = new UnitFile(file);

        unit["KillSignal"].ShouldBe("SIGTERM");
        TimeSpan.FromSeconds(int.Parse(unit["TimeoutStopSec"], CultureInfo.InvariantCulture)).ShouldBeGreaterThan(StopTimes.OfTheService + TimeSpan.FromSeconds(10));
        unit["Restart"].ShouldBe("always");
        // .NET compiles while it runs.
        unit.Names("Service").ShouldNotContain("MemoryDenyWriteExecute");
    }

    [Theory]
    [InlineData(Alone)]
    [InlineData(OfSeveral)]
    public void Variables_All_AreReadByTheServiceAndPointToFoldersOfTheUnit(string file)
    {
        var unit = new UnitFile(file);

        unit.Environment.Keys.ShouldAllBe(name => SettingNames.IsRead(name));
        unit.Environment["SAMANTHA__Data"].ShouldBe($"/var/lib/{unit["StateDirectory"]}");
        unit.Environment["SAMANTHA__Storage__Cache"].ShouldBe($"/var/cache/{unit["CacheDirectory"]}");
    }

    [Fact]
    public void Units_OfOneSiloAndOfSeveral_DifferInWhatMakesThemSeveral()
    {
        var (alone, several) = (new UnitFile(Alone), new UnitFile(OfSeveral));

        string[] ofOne = [.. alone.Names("Service").Except(several.Names("Service"))];
        ofOne.ShouldBe(["RemoveIPC"]);
        several.Names("Service").Except(alone.Names("Service")).ShouldBeEmpty();
        foreach (var hardening in alone.Names("Service").SkipWhile(name => name != "NoNewPrivileges").Except(ofOne))
            several[hardening].ShouldBe(alone[hardening]);
    }

    [Fact]
    public void Instances_FromNoughtToNine_HavePortsOfTheirOwnAsOneCommandGivesThem()
    {
        var unit = new UnitFile(OfSeveral);
        var port = unit["ExecStart"].Split("--port ")[1];
        for (var i = 0; i < 10; i++)
        {
            Number(port).ShouldBe(5080 + i);
            Number(unit.Environment["SAMANTHA__Cluster__SiloPort"]).ShouldBe(15080 + i);
            Number(unit.Environment["SAMANTHA__Cluster__GatewayPort"]).ShouldBe(25080 + i);

            int Number(string value) => int.Parse(value.Replace("%i", i.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public void ExampleEnvironment_AsItIs_NamesSettingsAndTakesNoneFromTheUnits()
    {
        var lines = Repository.Read("ops/systemd/samantha.env.example").Split('\n').Where(line => line.Contains('=') && !line.StartsWith("# ", StringComparison.Ordinal)).ToList();
        var named = lines.Select(line => line.TrimStart('#').Split('=')[0]).ToList();
        var set = lines.Where(line => line[0] != '#').Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

        named.ShouldAllBe(name => SettingNames.IsRead(name));
        // What the file says goes before what a unit says.
        foreach (var unit in (string[])[Alone, OfSeveral])
            set.Keys.Intersect(new UnitFile(unit).Environment.Keys).ShouldBeEmpty();
        SettingsCheck.IsLoopback(set["SAMANTHA__Host"]).ShouldBeTrue();
    }
}
