using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;

namespace Orleans.Connections.Security;

/// <summary>Validates the certificate of the other end.</summary>
public delegate bool RemoteCertificateValidator(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors policyErrors);

/// <summary>Which certificate the other end must have.</summary>
public enum RemoteCertificateMode
{
    /// <summary>None is asked for.</summary>
    NoCertificate,

    /// <summary>One is asked for; there may be none.</summary>
    AllowCertificate,

    /// <summary>A valid one.</summary>
    RequireCertificate,
}

/// <summary>How connections are secured.</summary>
public class TlsOptions
{
    /// <summary>This end's certificate; a client may have none.</summary>
    public X509Certificate2? LocalCertificate { get; set; }

    /// <summary>Whether the server must have a valid certificate: yes unless set.</summary>
    public RemoteCertificateMode RemoteCertificateMode { get; set; } = RemoteCertificateMode.RequireCertificate;

    /// <summary>Whether the client must have a valid certificate: it may have none unless set.</summary>
    public RemoteCertificateMode ClientCertificateMode { get; set; } = RemoteCertificateMode.AllowCertificate;

    /// <summary>Validates the other end's certificate, instead of the machine's rules.</summary>
    public RemoteCertificateValidator? RemoteCertificateValidation { get; set; }

    /// <summary>The versions of the protocol: TLS 1.2 and 1.3 unless set.</summary>
    public SslProtocols SslProtocols { get; set; } = SslProtocols.Tls13 | SslProtocols.Tls12;

    /// <summary>Whether it is asked if certificates have been revoked.</summary>
    public bool CheckCertificateRevocation { get; set; }

    /// <summary>How long the handshake may take: ten seconds unless set.</summary>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Sets, for each connection, what a client says: above all the name that the server's certificate must have.</summary>
    public Action<ConnectionContext, TlsClientAuthenticationOptions>? OnAuthenticateAsClient { get; set; }

    /// <summary>Accepts any certificate of the other end.</summary>
    public void AllowAnyRemoteCertificate() => RemoteCertificateValidation = static (_, _, _) => true;
}

/// <summary>What a client says in a handshake.</summary>
public class TlsClientAuthenticationOptions
{
    /// <summary>The name that the server's certificate must have.</summary>
    public string? TargetHost { get; set; }
}
