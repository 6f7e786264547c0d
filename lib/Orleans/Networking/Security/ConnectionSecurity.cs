using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Orleans.Connections.Security;

/// <summary>What <c>UseTls</c> has set.</summary>
internal sealed class ConnectionSecurityOptions
{
    public TlsOptions? Tls { get; set; }
}

/// <summary>Secures connections, if that is wanted: what goes through their pipes is then encrypted.</summary>
internal sealed class ConnectionSecurity(IOptions<ConnectionSecurityOptions> options)
{
    private readonly TlsOptions? _tls = options.Value.Tls;

    public async Task SecureAsServerAsync(ConnectionContext context, CancellationToken token)
    {
        if (_tls is null)
            return;

        var stream = Wrap(context, _tls.ClientCertificateMode);
        await stream.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificate = _tls.LocalCertificate,
                ClientCertificateRequired = _tls.ClientCertificateMode != RemoteCertificateMode.NoCertificate,
                EnabledSslProtocols = _tls.SslProtocols,
                CertificateRevocationCheckMode = RevocationMode,
            },
            token).WaitAsync(_tls.HandshakeTimeout, token);
        Replace(context, stream);
    }

    public async Task SecureAsClientAsync(ConnectionContext context, CancellationToken token)
    {
        if (_tls is null)
            return;

        var client = new TlsClientAuthenticationOptions { TargetHost = (context.RemoteEndPoint as System.Net.IPEndPoint)?.Address.ToString() };
        _tls.OnAuthenticateAsClient?.Invoke(context, client);
        var stream = Wrap(context, _tls.RemoteCertificateMode);
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = client.TargetHost,
                ClientCertificates = _tls.LocalCertificate is { } certificate ? [certificate] : null,
                EnabledSslProtocols = _tls.SslProtocols,
                CertificateRevocationCheckMode = RevocationMode,
            },
            token).WaitAsync(_tls.HandshakeTimeout, token);
        Replace(context, stream);
    }

    private X509RevocationMode RevocationMode => _tls!.CheckCertificateRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck;

    private SslStream Wrap(ConnectionContext context, RemoteCertificateMode mode) =>
        new(new TransportStream(context.Transport), leaveInnerStreamOpen: false, (_, certificate, chain, errors) => IsAccepted(mode, certificate, chain, errors));

    private bool IsAccepted(RemoteCertificateMode mode, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
            return mode != RemoteCertificateMode.RequireCertificate;

        return _tls!.RemoteCertificateValidation is { } validate
            ? validate(certificate as X509Certificate2 ?? X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()), chain, errors)
            : errors == SslPolicyErrors.None;
    }

    private static void Replace(ConnectionContext context, SslStream stream) =>
        context.Transport = new SecurePipe(PipeReader.Create(stream), PipeWriter.Create(stream));

    private sealed record SecurePipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
