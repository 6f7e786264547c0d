using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Orleans.Connections.Security;
using Samantha.Client;
using Samantha.Silo.Hosting;
using Samantha.Testing;

namespace Samantha.Silo.Tests.Hosting;

/// <summary>Whole services as silos of one cluster.</summary>
public sealed class ClusterMemberTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_TwoSilosWithCertificates_AreOneService()
    {
        using var folder = new TemporaryFolder();
        using var authority = Authority();
        await using var one = await RunningService.StartAsync(settings: Member(folder, "one", authority));
        await using var two = await RunningService.StartAsync(settings: Member(folder, "two", authority));
        for (var i = 0; i < 4; i++)
        {
            using var here = new SamanthaClient(new SamanthaClientOptions { BaseAddress = one.Address });
            using var there = new SamanthaClient(new SamanthaClientOptions { BaseAddress = two.Address });
            await here.Conversation($"user-{i}").AskAsync("Hello there.", cancellationToken: Token);
            await there.Conversation($"user-{i}").AskAsync("How are you?", cancellationToken: Token);
            (await here.Conversation($"user-{i}").ReadAsync(cancellationToken: Token)).Turns.Select(turn => turn.Text).ShouldBe(["Hello there.", "How are you?"]);
        }

        // Each hears of the other with its next beat.
        while ((await Silos(one)).Length < 2)
        {
        }

        (await Silos(one)).ShouldBe(["one", "two"]);
        var cluster = await two.Http.GetFromJsonAsync<JsonElement>("/api/cluster", Token);
        cluster.GetProperty("silos").EnumerateArray().Sum(silo => silo.GetProperty("activations").GetInt32()).ShouldBeGreaterThanOrEqualTo(4);
        var models = await two.Http.GetFromJsonAsync<JsonElement>("/api/models", Token);
        models.GetProperty("versions").GetArrayLength().ShouldBe(1); // both came with it
    }

    [Fact]
    public void Configure_CertificateOfAnotherAuthority_IsNotTrusted()
    {
        using var folder = new TemporaryFolder();
        using var authority = Authority();
        using var other = Authority();
        var settings = new ClusterSettings();
        (settings.Certificate, settings.CertificateKey, settings.CertificateAuthority) = Files(folder, "one", authority);
        var tls = new TlsOptions();
        ClusterCertificates.Configure(settings)(tls);
        using var member = Signed("two", authority);
        using var stranger = Signed("two", other);
        tls.RemoteCertificateValidation!(member, null, default).ShouldBeTrue();
        tls.RemoteCertificateValidation!(stranger, null, default).ShouldBeFalse();
        tls.ClientCertificateMode.ShouldBe(RemoteCertificateMode.RequireCertificate);
    }

    [Theory]
    [InlineData("Cluster:Silo", "a/b", "Cluster:Silo")]
    [InlineData("Cluster:SiloPort", "70000", "Cluster:SiloPort")]
    [InlineData("Cluster:GatewayPort", "11111", "two ports")]
    [InlineData("Cluster:Address", "here", "Cluster:Address")]
    [InlineData("Cluster:Address", "192.0.2.1", "Cluster:Certificate")]
    [InlineData("Cluster:Lease", "00:00:01", "Cluster:Lease")]
    [InlineData("Cluster:Certificate", "/nowhere.pem", "three PEM files")]
    public void Build_MemberThatCannotWork_SaysWhatToSet(string name, string value, string advice)
    {
        using var folder = new TemporaryFolder();
        TinyModel.Save(folder["model"], seed: 3);
        var settings = new Dictionary<string, string?> { ["Data"] = folder["data"], ["Model"] = folder["model"], ["Cluster:SiloPort"] = "11111", [name] = value };
        var (read, builder) = ServiceHost.Configure(settings);
        Should.Throw<StartupException>(() => ServiceHost.Build(read, builder)).Message.ShouldContain(advice);
    }

    [Fact]
    public void Share_FolderOfASiloThatIsAlone_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using var alone = DataFolderLock.Take(folder.Path);
        Should.Throw<StartupException>(() => DataFolderLock.Share(folder.Path, "one")).Message.ShouldContain("--data");
    }

    [Fact]
    public void Share_SameName_IsRefusedAndAnotherIsNot()
    {
        using var folder = new TemporaryFolder();
        using var one = DataFolderLock.Share(folder.Path, "one");
        using var two = DataFolderLock.Share(folder.Path, "two");
        Should.Throw<StartupException>(() => DataFolderLock.Share(folder.Path, "one")).Message.ShouldContain("Cluster:Silo");
        Should.Throw<StartupException>(() => DataFolderLock.Take(folder.Path));
    }

    private static async Task<string?[]> Silos(RunningService service) => [.. (await service.Http.GetFromJsonAsync<JsonElement>("/api/cluster", Token))
        .GetProperty("silos").EnumerateArray().Select(silo => silo.GetProperty("name").GetString())];

    private static Dictionary<string, string?> Member(TemporaryFolder folder, string name, X509Certificate2 authority)
    {
        var (certificate, key, signer) = Files(folder, name, authority);
        return new Dictionary<string, string?>
        {
            ["Data"] = folder["data"],
            ["Cluster:Silo"] = name,
            ["Cluster:SiloPort"] = $"{FreePorts.Next()}",
            ["Cluster:Certificate"] = certificate,
            ["Cluster:CertificateKey"] = key,
            ["Cluster:CertificateAuthority"] = signer,
        };
    }

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static X509Certificate2 Signed(string name, X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var signed = request.Create(authority, authority.NotBefore, authority.NotAfter, Guid.NewGuid().ToByteArray());
        return signed.CopyWithPrivateKey(key);
    }

    private static (string Certificate, string Key, string Authority) Files(TemporaryFolder folder, string name, X509Certificate2 authority)
    {
        using var certificate = Signed(name, authority);
        using var key = certificate.GetECDsaPrivateKey()!;
        var files = (folder[$"{name}.pem"], folder[$"{name}-key.pem"], folder["authority.pem"]);
        File.WriteAllText(files.Item1, certificate.ExportCertificatePem());
        File.WriteAllText(files.Item2, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(files.Item3, authority.ExportCertificatePem());
        return files;
    }
}
