using System.Net;
using System.Net.Sockets;
using Samantha.Silo.Cluster;
using Samantha.Silo.Hosting;
using Samantha.Testing;

namespace Samantha.Silo.Tests.Cluster;

public sealed class ClusterPlanTests
{
    [Fact]
    public void Silos_OfSeveral_ServeAtPortsInARow()
    {
        var silos = Plan(count: 3, port: 5080).Silos;
        silos.Select(silo => silo.Port).ShouldBe([5080, 5081, 5082]);
        silos.Select(silo => silo.Name).ShouldBe(["silo-0", "silo-1", "silo-2"]);
        silos.SelectMany(silo => silo.Ports).ShouldBeUnique();
    }

    [Fact]
    public void Silos_Settings_AreThoseOfAMemberThatSharesTheFolder()
    {
        var settings = ServiceHost.Configure(Plan(count: 2, port: 5080).Silos[1].Settings).Settings;
        settings.Cluster.IsMember.ShouldBeTrue();
        settings.Cluster.Silo.ShouldBe("silo-1");
        settings.Port.ShouldBe(5081);
        settings.Data.ShouldBe("/nowhere");
        settings.Profile.ShouldBe(ServiceSettings.EmbeddedProfile);
    }

    [Fact]
    public void Silos_WithPostgres_StoreThereAndShareAFolderOfModels()
    {
        var settings = ServiceHost.Configure((Plan(count: 1, port: 5080) with { Postgres = "Host=db" }).Silos[0].Settings).Settings;
        settings.Profile.ShouldBe(ServiceSettings.ClusterProfile);
        settings.Storage.Postgres.ShouldBe("Host=db");
        settings.Storage.Models.ShouldBe("/nowhere/models");
    }

    [Theory]
    [InlineData(0, 5080, "1 to 64")]
    [InlineData(65, 5080, "1 to 64")]
    [InlineData(3, 0, "--port")]
    [InlineData(3, 45_534, "--port")]
    public void Check_PlanThatCannotWork_SaysWhatWould(int count, int port, string advice) =>
        Should.Throw<StartupException>(Plan(count, port).Check).Message.ShouldContain(advice);

    [Theory]
    [InlineData(0)]
    [InlineData(10_000)]
    [InlineData(20_000)]
    public void Check_PortInUse_NamesIt(int offset)
    {
        var first = FreePorts.Row(2, 10_000, 20_000);
        using var other = new TcpListener(IPAddress.Loopback, first + offset + 1);
        other.Start();
        Should.Throw<StartupException>(Plan(2, first).Check).Message.ShouldContain($"{first + offset + 1}");
    }

    private static ClusterPlan Plan(int count, int port) => new(count, port, "/nowhere", null, null, Restart: false);
}
