using System.Diagnostics.Metrics;
using Samantha.Orleans.Tests.Cluster;

namespace Samantha.Orleans.Tests.Management;

public sealed class ManagementGrainTests
{
    [Fact]
    public async Task Cluster_TellsItsSilosAndHowManyActivationsEachHas()
    {
        await using var silos = await TestSilos.StartAsync(2);
        var addresses = silos.Cluster.Silos.Select(silo => silo.SiloAddress).ToArray();
        var places = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => silos.HostOfAsync(silos.Client.Placed<RandomGrain>($"{i}"))));
        var management = silos.Client.GetGrain<IManagementGrain>(0);

        (await management.GetHosts(onlyActive: true)).ShouldBe(addresses.ToDictionary(address => address, _ => SiloStatus.Active), ignoreOrder: true);
        var statistics = (await management.GetSimpleGrainStatistics()).Where(statistic => statistic.GrainType.Contains(typeof(RandomGrain).FullName!)).ToArray();
        statistics.ToDictionary(statistic => statistic.SiloAddress, statistic => statistic.ActivationCount)
            .ShouldBe(places.CountBy(place => place.SiloAddress).ToDictionary(), ignoreOrder: true);
        (await management.GetSimpleGrainStatistics([addresses[0]])).ShouldAllBe(statistic => statistic.SiloAddress.Equals(addresses[0]));
        (await management.GetTotalActivationCount()).ShouldBeGreaterThanOrEqualTo(30);
    }

    [Fact]
    public async Task GetHosts_AfterASiloHasStopped_StillRemembersIt()
    {
        await using var silos = await TestSilos.StartAsync(2);
        var stopped = silos.Cluster.Silos[1].SiloAddress;
        await silos.Cluster.StopSiloAsync(silos.Cluster.Silos[1]);
        var management = silos.Client.GetGrain<IManagementGrain>(0);

        (await management.GetHosts(onlyActive: true)).Keys.ShouldBe([silos.Cluster.Silos[0].SiloAddress]);
        // The last change is on its way to the others.
        (await management.GetHosts())[stopped].ShouldBeOneOf(SiloStatus.ShuttingDown, SiloStatus.Dead);
    }

    [Fact]
    public async Task Meter_TellsHowManyActivationsAndSilosThereAre()
    {
        await using var silos = await TestSilos.StartAsync(2);
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => silos.Client.Placed<RandomGrain>($"{i}").Where()));
        var measured = new List<(string Name, double Value)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Microsoft.Orleans")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => measured.Add((instrument.Name, value)));
        listener.Start();
        listener.RecordObservableInstruments();

        // Other tests' silos are in this process too.
        measured.Where(measurement => measurement.Name == "orleans-catalog-activations").Sum(measurement => measurement.Value).ShouldBeGreaterThanOrEqualTo(30);
        measured.ShouldContain(measurement => measurement.Name == "orleans-consistent-ring-size" && measurement.Value == 2);
    }
}
