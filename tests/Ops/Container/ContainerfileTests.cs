using System.Text.RegularExpressions;
using Samantha.Ops.Tests.Testing;

namespace Samantha.Ops.Tests.Container;

public sealed partial class ContainerfileTests
{
    private static readonly string File = Repository.Read("ops/container/Containerfile");

    /// <summary>Instructions with their continuation lines joined, without comments.</summary>
    private static readonly string[] Instructions = Continuation().Replace(Comment().Replace(File, ""), " ").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public void Packages_OfBothStages_AreThoseThatSetupInstalls()
    {
        var needed = Regex.Match(Repository.Read("platform"), @"^  need (g\+\+ .*)$", RegexOptions.Multiline).Groups[1].Value.Split(' ');
        var (build, run) = (Installed(0), Installed(1));

        needed.ShouldBeSubsetOf(build);
        // The compiler and headers stay behind; what libtorch computes with does not.
        needed.Where(package => package != "g++" && !package.EndsWith("-dev", StringComparison.Ordinal)).ShouldBeSubsetOf(run);
        run.ShouldNotContain("g++");
        run.ShouldNotContain("libtorch-dev");
    }

    [Fact]
    public void BaseImages_All_ArePinnedToARelease()
    {
        var images = Of("ARG").Select(argument => argument.Split('=', 2)[1]).ToList();

        images.ShouldNotBeEmpty();
        images.ShouldAllBe(image => PinnedTag().IsMatch(image));
        Of("FROM").ShouldAllBe(from => from.StartsWith("${", StringComparison.Ordinal));
        Regex.Match(Repository.Read("global.json"), "\"version\": \"([^\"]+)\"").Groups[1].Value.ShouldBe(images.Single(image => image.Contains("/sdk:")).Split(':')[1]);
    }

    [Fact]
    public void Image_WhenItRuns_IsNobodySpecialAndStopsByDraining()
    {
        Of("USER").ShouldBe(["10001:10001"]);
        Of("STOPSIGNAL").ShouldBe(["SIGTERM"]);
        // As a list: a shell in between would keep the signal to itself.
        Of("ENTRYPOINT").Single().ShouldStartWith("[");
        Of("ADD").ShouldBeEmpty();
    }

    [Fact]
    public void HealthCheck_Asked_IsTheReadinessOfThePortThatIsSet()
    {
        var check = Of("HEALTHCHECK").Single();

        check.ShouldContain("/health/ready");
        check.ShouldContain($"/{Environment("SAMANTHA__Port")} ");
        Of("EXPOSE").Single().Split(' ').ShouldContain(Environment("SAMANTHA__Port"));
        Of("VOLUME").ShouldBe([Environment("SAMANTHA__Data")]);
    }

    [Fact]
    public void Variables_All_AreReadByTheServiceAndAreNoSecrets()
    {
        var names = Variables().Select(variable => variable.Groups[1].Value).Where(name => name.StartsWith("SAMANTHA", StringComparison.Ordinal)).ToList();

        names.ShouldNotBeEmpty();
        names.ShouldAllBe(name => SettingNames.IsRead(name));
        names.ShouldNotContain(name => name.Contains("Key") || name.Contains("Postgres") || name.Contains("Blobs") || name.Contains("Password"));
    }

    [Fact]
    public void CopiedFolders_All_AreInTheRepositoryAndInTheContext()
    {
        var context = Repository.Read("ops/container/Containerfile.dockerignore").Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();

        context.ShouldAllBe(path => Path.Exists(Repository.PathOf(path)));
        context.ShouldContain("models");
        // What every build of a project reads.
        foreach (var file in Directory.GetFiles(Repository.Root, "Directory.*").Append(Repository.PathOf("global.json")))
            context.ShouldContain(Path.GetFileName(file));
        foreach (var project in (string[])["src/Silo/Silo.csproj", "lib/TorchSharp/native/build.sh"])
            context.ShouldContain(project.Split('/')[0]);
    }

    private static IEnumerable<string> Of(string instruction) =>
        Instructions.Where(line => line.StartsWith(instruction + " ", StringComparison.Ordinal)).Select(line => line[(instruction.Length + 1)..].Trim());

    private static string[] Installed(int stage) =>
        InstalledPackages().Match(Of("RUN").Where(run => run.Contains("apt-get install")).ElementAt(stage)).Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Environment(string name) => Variables().Single(variable => variable.Groups[1].Value == name).Groups[2].Value;

    private static IEnumerable<Match> Variables() => Of("ENV").SelectMany(line => Variable().Matches(line));

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continuation();

    [GeneratedRegex(@"^#.*\n", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"--no-install-recommends ([^&]+)&&")]
    private static partial Regex InstalledPackages();

    [GeneratedRegex(@"(\w+)=(\S+)")]
    private static partial Regex Variable();

    // A release, and not what happens to be the newest.
    [GeneratedRegex(@":\d+\.\d+[\w.-]*$")]
    private static partial Regex PinnedTag();
}
