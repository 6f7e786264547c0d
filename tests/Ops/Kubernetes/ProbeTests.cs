using System.Net;
using k8s.Models;
using Samantha.Ops.Tests.Testing;

namespace Samantha.Ops.Tests.Kubernetes;

public sealed class ProbeTests(ObservedService service)
{
    public static TheoryData<string> Paths => new(new[] { Manifests.Silo.StartupProbe, Manifests.Silo.ReadinessProbe, Manifests.Silo.LivenessProbe }.Select(probe => probe.HttpGet.Path).Distinct());

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Probe_OfARunningService_Succeeds(string path) =>
        (await service.Http.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Probe_WithoutAKeyWhereKeysAreSet_SucceedsAllTheSame(string path)
    {
        (await service.WithoutKey.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await service.WithoutKey.GetAsync("/metrics", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
