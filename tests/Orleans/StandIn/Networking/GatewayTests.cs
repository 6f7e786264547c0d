using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Configuration;
using Orleans.Connections.Security;
using Orleans.Runtime;
using Samantha.Orleans.Tests.Calls;
using Samantha.Orleans.Tests.Support;

namespace Samantha.Orleans.Tests.StandIn.Networking;

/// <summary>The stand-in's reasons, and what needs packages that the project does not reference (Connections.Security).</summary>
public sealed class GatewayTests
{
    [Fact]
    public async Task Client_OfAnotherCluster_IsToldWhy()
    {
        await using var silo = await NetworkedSilo.StartAsync();

        var error = await Should.ThrowAsync<SiloUnavailableException>(() => NetworkedClient.StartAsync(
            silo.GatewayPort, client => client.Configure<ClusterOptions>(options => options.ClusterId = "another")));

        error.Message.ShouldContain("cluster \"another\", not to \"dev\"");
    }

    [Fact]
    public async Task Client_WithTwoGateways_GoesOnWithTheOneThatIsLeft()
    {
        await using var first = await NetworkedSilo.StartAsync();
        await using var second = await NetworkedSilo.StartAsync();
        await using var client = await NetworkedClient.StartAsync([first.GatewayPort, second.GatewayPort]);
        await client.Grains.GetGrain<ICallGrain>("a").Echo("both");

        await first.StopAsync();

        for (var i = 0; i < 20; i++)
            (await client.Grains.GetGrain<ICallGrain>($"{i}").Echo("one")).ShouldBe("one");
    }

    [Fact]
    public async Task ArgumentThatCannotBeSerialized_FailsItsCallAlone()
    {
        await using var silo = await TestSilo.StartOverTcpAsync();
        var grain = silo.Grain<ICallGrain>();

        await Should.ThrowAsync<global::Orleans.Serialization.CodecNotFoundException>(() => grain.Same<object>(new Dictionary<string, object> { ["x"] = new GatewayTests() }));

        (await grain.Echo("fine")).ShouldBe("fine");
    }

    [Fact]
    public async Task Tls_SecuresTheConnectionAndRefusesThoseWithout()
    {
        using var certificate = Certificate();
        await using var silo = await NetworkedSilo.StartAsync(configure: builder => builder.UseTls(certificate, options => options.AllowAnyRemoteCertificate()));
        await using var client = await NetworkedClient.StartAsync(silo.GatewayPort, builder => builder.UseTls(options => options.AllowAnyRemoteCertificate()));

        (await client.Grains.GetGrain<ICallGrain>("a").Echo("secret")).ShouldBe("secret");
        (await client.Grains.GetGrain<ICallGrain>("a").Same(new byte[200_000])).Length.ShouldBe(200_000);

        await Should.ThrowAsync<SiloUnavailableException>(() => NetworkedClient.StartAsync(
            silo.GatewayPort, builder => builder.Configure<ConnectionOptions>(options => options.OpenConnectionTimeout = TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public async Task Tls_WithACertificateThatIsNotTrusted_IsRefused()
    {
        using var certificate = Certificate();
        await using var silo = await NetworkedSilo.StartAsync(configure: builder => builder.UseTls(certificate));

        await Should.ThrowAsync<SiloUnavailableException>(() => NetworkedClient.StartAsync(silo.GatewayPort, builder => builder.UseTls(_ => { })));
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
