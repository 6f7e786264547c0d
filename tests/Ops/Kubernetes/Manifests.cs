using k8s;
using k8s.Models;
using Samantha.Ops.Tests.Testing;

namespace Samantha.Ops.Tests.Kubernetes;

/// <summary>What <c>ops/kubernetes</c> asks for, read by Kubernetes' own types: a field that they do not know is an error.</summary>
internal static class Manifests
{
    private const string Folder = "ops/kubernetes";

    private static readonly Dictionary<string, Type> Types = new()
    {
        ["v1/Namespace"] = typeof(V1Namespace),
        ["v1/ServiceAccount"] = typeof(V1ServiceAccount),
        ["v1/Service"] = typeof(V1Service),
        ["apps/v1/StatefulSet"] = typeof(V1StatefulSet),
        ["policy/v1/PodDisruptionBudget"] = typeof(V1PodDisruptionBudget),
        ["autoscaling/v2/HorizontalPodAutoscaler"] = typeof(V2HorizontalPodAutoscaler),
        ["networking.k8s.io/v1/NetworkPolicy"] = typeof(V1NetworkPolicy),
    };

    /// <summary>The files that the kustomization names.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Yaml.Read($"{Folder}/kustomization.yaml").Items("resources").Select(file => $"{Folder}/{file}")];

    /// <summary>Everything in them but resources of operators.</summary>
    public static IReadOnlyList<object> All { get; } = [.. Files.Where(file => !file.EndsWith("pod-monitor.yaml", StringComparison.Ordinal))
        .SelectMany(file => KubernetesYaml.LoadAllFromString(Repository.Read(file), Types, strict: true))];

    public static V1StatefulSet Silos { get; } = One<V1StatefulSet>();

    public static V1PodSpec Pod => Silos.Spec.Template.Spec;

    public static V1Container Silo => Pod.Containers.Single();

    public static T One<T>() => All.OfType<T>().Single();

    /// <summary>The value of a variable that is given as such.</summary>
    public static string Variable(string name) => Silo.Env.Single(variable => variable.Name == name).Value;
}
