using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.GrainDirectory;
using Orleans.Runtime.MembershipService;

namespace Orleans.Runtime;

/// <summary>Answers from the cluster's table as its silo knows it, and asks the silos for the rest.</summary>
[GrainType("sys.management")]
internal sealed class ManagementGrain(IServiceProvider services, ILocalSiloDetails silo, ActivationDirectory activations) : Grain, IManagementGrain
{
    // Null if the silo is alone.
    private readonly ClusterMembership? _membership = services.GetService<ClusterMembership>();
    private readonly ClusterTargets? _targets = services.GetService<ClusterTargets>();

    public Task<Dictionary<SiloAddress, SiloStatus>> GetHosts(bool onlyActive)
    {
        var hosts = _membership?.State.Silos.Values.ToDictionary(row => row.Address, row => row.Status)
            ?? new() { [silo.SiloAddress] = SiloStatus.Active };
        return Task.FromResult(onlyActive ? hosts.Where(host => host.Value == SiloStatus.Active).ToDictionary() : hosts);
    }

    public async Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics(SiloAddress[] hostsIds)
    {
        if (_targets is null)
            return activations.Statistics(silo.SiloAddress);

        var ofSilos = await Task.WhenAll(hostsIds.Select(host => _targets.Of(host).Statistics().AsTask()));
        return [.. ofSilos.SelectMany(statistics => statistics)];
    }

    public async Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics() => await GetSimpleGrainStatistics([.. (await GetHosts(onlyActive: true)).Keys]);

    public async Task<int> GetTotalActivationCount() => (await GetSimpleGrainStatistics()).Sum(statistic => statistic.ActivationCount);
}
