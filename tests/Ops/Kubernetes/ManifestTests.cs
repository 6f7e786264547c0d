using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using k8s.Models;
using Microsoft.Extensions.Configuration;
using Samantha.Ops.Tests.Testing;
using Samantha.Silo.Hosting;

namespace Samantha.Ops.Tests.Kubernetes;

/// <summary>That the manifests fit the code and each other.</summary>
public sealed class ManifestTests
{
    [Fact]
    public void Kustomization_Names_EveryFileThereIs() =>
        Directory.GetFiles(Repository.PathOf("ops/kubernetes"), "*.yaml").Select(file => $"ops/kubernetes/{Path.GetFileName(file)}")
            .Except(["ops/kubernetes/kustomization.yaml"]).ShouldBe(Manifests.Files, ignoreOrder: true);

    [Fact]
    public async Task Kustomize_OfAll_GivesWhatTheFilesSayInOneNamespace()
    {
        var kubectl = Tool.Find("kubectl");

        var (succeeded, said) = await kubectl.Run("kustomize", Repository.PathOf("ops/kubernetes"));

        succeeded.ShouldBeTrue(said);
        said.ShouldContain($"image: samantha:{Version()}");
        said.Split("\n---\n").Length.ShouldBe(Manifests.All.Count + 1);
    }

    [Fact]
    public void Image_Tag_IsTheVersionOfThisRepository() =>
        Yaml.Read("ops/kubernetes/kustomization.yaml").Text("images", 0, "newTag").ShouldBe(Version());

    [Fact]
    public void Variables_All_AreReadByTheService() =>
        Manifests.Silo.Env.Select(variable => variable.Name).ShouldAllBe(name => SettingNames.IsRead(name));

    [Fact]
    public void Variables_AsTheServiceBindsThem_MakeAMemberOfAClusterThatMayListenBeyondLoopback()
    {
        var bound = new ServiceSettings();
        new ConfigurationBuilder().AddInMemoryCollection(Manifests.Silo.Env.Where(variable => variable.Name.StartsWith("SAMANTHA__", StringComparison.Ordinal)).Select(variable =>
            new KeyValuePair<string, string?>(variable.Name.Replace("__", ":", StringComparison.Ordinal), variable.Value ?? $"from {variable.ValueFrom.FieldRef?.FieldPath ?? "a secret"}")))
            .Build().Bind("SAMANTHA", bound);

        bound.Profile.ShouldBe(ServiceSettings.ClusterProfile);
        bound.ApiKeys.Count.ShouldBe(2);
        bound.Cluster.SiloPort.ShouldBe(ClusterSettings.DefaultSiloPort);
        bound.Cluster.GatewayPort.ShouldBe(ClusterSettings.DefaultGatewayPort);
        bound.Cluster.Silo.ShouldBe("from metadata.name");
        bound.Cluster.Address.ShouldBe("from status.podIP");
        bound.Cluster.Unencrypted.ShouldBeFalse();
        (bound.Storage.Postgres, bound.Storage.Blobs).ShouldBe(("from a secret", "from a secret"));
        var tls = Manifests.Silo.VolumeMounts.Single(mount => mount.Name == "tls").MountPath;
        foreach (var file in (string?[])[bound.Cluster.Certificate, bound.Cluster.CertificateKey, bound.Cluster.CertificateAuthority])
            Path.GetDirectoryName(file).ShouldBe(tls);
    }

    [Fact]
    public void Secrets_All_AreReferredToAndMadeAsTheRunbookSays()
    {
        var runbook = Repository.Read("ops/RUNBOOK.md");
        var keys = Manifests.Silo.Env.Select(variable => variable.ValueFrom?.SecretKeyRef).OfType<V1SecretKeySelector>().ToList();

        keys.Count.ShouldBe(4);
        foreach (var key in keys)
            runbook.Split('\n').ShouldContain(line => line.Contains($"secret generic {key.Name} ") && Regex.IsMatch(line, $"--from-(file|literal)={key.Key}="));
        runbook.ShouldContain($"secret generic {Manifests.Pod.Volumes.Single(volume => volume.Secret is not null).Secret.SecretName} ");
        Manifests.All.ShouldNotContain(resource => resource is V1Secret);
    }

    [Fact]
    public void Ports_EverywhereTheyAreNamed_AreThoseThatTheServiceListensOn()
    {
        var ports = Manifests.Silo.Ports.ToDictionary(port => port.Name, port => port.ContainerPort.ToString(CultureInfo.InvariantCulture));

        ports["http"].ShouldBe(Manifests.Variable("SAMANTHA__Port"));
        ports["silo"].ShouldBe(Manifests.Variable("SAMANTHA__Cluster__SiloPort"));
        ports["gateway"].ShouldBe(Manifests.Variable("SAMANTHA__Cluster__GatewayPort"));
        foreach (var service in Manifests.All.OfType<V1Service>())
            service.Spec.Ports.Select(port => port.TargetPort.Value).ShouldBeSubsetOf(ports.Keys);
        var ingress = Manifests.One<V1NetworkPolicy>().Spec.Ingress.SelectMany(rule => rule.Ports).Select(port => port.Port.Value);
        ingress.ShouldBe(ports.Keys, ignoreOrder: true);
    }

    [Fact]
    public void Selectors_All_ChooseThePodsOfTheSilos()
    {
        var labels = Manifests.Silos.Spec.Template.Metadata.Labels;
        List<IDictionary<string, string>> selectors =
        [
            Manifests.Silos.Spec.Selector.MatchLabels,
            Manifests.One<V1PodDisruptionBudget>().Spec.Selector.MatchLabels,
            Manifests.One<V1NetworkPolicy>().Spec.PodSelector.MatchLabels,
            .. Manifests.All.OfType<V1Service>().Select(service => service.Spec.Selector),
            .. Manifests.Pod.TopologySpreadConstraints.Select(constraint => constraint.LabelSelector.MatchLabels),
            .. Manifests.Pod.Affinity.PodAntiAffinity.PreferredDuringSchedulingIgnoredDuringExecution.Select(term => term.PodAffinityTerm.LabelSelector.MatchLabels),
        ];

        selectors.ShouldAllBe(selector => selector.SequenceEqual(labels));
        Manifests.Silos.Spec.ServiceName.ShouldBe(Manifests.All.OfType<V1Service>().Single(service => service.Spec.ClusterIP == "None").Metadata.Name);
        Manifests.Pod.ServiceAccountName.ShouldBe(Manifests.One<V1ServiceAccount>().Metadata.Name);
    }

    [Fact]
    public void Drain_FromTheHookToTheEnd_FitsIntoTheGracePeriod()
    {
        var hook = Manifests.Silo.Lifecycle.PreStop.Exec.Command;
        hook[0].ShouldBe("sleep");
        var balancers = TimeSpan.FromSeconds(int.Parse(hook[1], CultureInfo.InvariantCulture));

        (balancers + StopTimes.OfTheService + TimeSpan.FromSeconds(10)).ShouldBeLessThan(TimeSpan.FromSeconds(Manifests.Pod.TerminationGracePeriodSeconds!.Value));
        // Balancers must have seen that it is not ready before it stops.
        var readiness = Manifests.Silo.ReadinessProbe;
        TimeSpan.FromSeconds((readiness.PeriodSeconds!.Value + readiness.TimeoutSeconds!.Value) * readiness.FailureThreshold!.Value).ShouldBeLessThanOrEqualTo(balancers);
    }

    [Fact]
    public void Startup_Patience_IsLongerThanTheWaitForTheStorage()
    {
        var probe = Manifests.Silo.StartupProbe;
        var patience = TimeSpan.Parse(Manifests.Variable("SAMANTHA__Storage__Patience"), CultureInfo.InvariantCulture);

        TimeSpan.FromSeconds(probe.PeriodSeconds!.Value * probe.FailureThreshold!.Value).ShouldBeGreaterThan(2 * patience);
    }

    [Fact]
    public void Pod_Always_MayDoNothingThatItNeedNot()
    {
        Manifests.Pod.SecurityContext.RunAsNonRoot.ShouldBe(true);
        Manifests.Pod.SecurityContext.SeccompProfile.Type.ShouldBe("RuntimeDefault");
        Manifests.Pod.AutomountServiceAccountToken.ShouldBe(false);
        Manifests.Silo.SecurityContext.ReadOnlyRootFilesystem.ShouldBe(true);
        Manifests.Silo.SecurityContext.AllowPrivilegeEscalation.ShouldBe(false);
        Manifests.Silo.SecurityContext.Capabilities.Drop.ShouldBe(["ALL"]);
        Repository.Read("ops/container/Containerfile").ShouldContain($"USER {Manifests.Pod.SecurityContext.RunAsUser}:{Manifests.Pod.SecurityContext.RunAsGroup}");
        // What it writes to are volumes.
        var writable = Manifests.Silo.VolumeMounts.Where(mount => mount.ReadOnlyProperty != true).Select(mount => mount.MountPath).ToList();
        writable.ShouldContain(Manifests.Variable("SAMANTHA__Data"));
        writable.ShouldContain("/tmp");
        Manifests.Variable("SAMANTHA__Storage__Cache").ShouldStartWith(Manifests.Variable("SAMANTHA__Data"));
    }

    [Fact]
    public void Autoscaler_Metric_IsTheOneThatTheAdapterMakes()
    {
        var autoscaler = Manifests.One<V2HorizontalPodAutoscaler>().Spec;

        autoscaler.ScaleTargetRef.Name.ShouldBe(Manifests.Silos.Metadata.Name);
        autoscaler.Metrics.Single().Pods.Metric.Name.ShouldBe(Yaml.Read("ops/prometheus/adapter-rules.yml").Text("rules", 0, "name", "as"));
        autoscaler.MinReplicas!.Value.ShouldBeGreaterThan(int.Parse(Manifests.One<V1PodDisruptionBudget>().Spec.MaxUnavailable.Value, CultureInfo.InvariantCulture));
        // A number of replicas in the set would undo the autoscaler's with every apply.
        Manifests.Silos.Spec.Replicas.ShouldBeNull();
    }

    [Fact]
    public void PodMonitor_Scrapes_TheMetricsWithAKeyThatTheServiceTakes()
    {
        var monitor = Yaml.Read("ops/kubernetes/pod-monitor.yaml").At("spec");
        var endpoint = monitor.At("podMetricsEndpoints", 0);

        endpoint.Text("port").ShouldBe("http");
        endpoint.Text("path").ShouldBe("/metrics");
        var key = (endpoint.Text("authorization", "credentials", "name"), endpoint.Text("authorization", "credentials", "key"));
        Manifests.Silo.Env.Where(variable => variable.Name.StartsWith("SAMANTHA__ApiKeys__", StringComparison.Ordinal))
            .Select(variable => (variable.ValueFrom.SecretKeyRef.Name, variable.ValueFrom.SecretKeyRef.Key)).ShouldContain(key);
        Manifests.Silos.Spec.Template.Metadata.Labels[monitor.Text("jobLabel")].ShouldBe("samantha");
    }

    private static string Version() =>
        XDocument.Load(Repository.PathOf("Directory.Build.props")).Descendants("Version").Single().Value;
}
