using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;

namespace Samantha.Silo.Hosting;

/// <summary>
/// Mutual TLS between silos: whoever shows a certificate that the cluster's authority signed is one of them. Names are not
/// compared, since silos reach each other by addresses that come and go.
/// </summary>
internal static class ClusterCertificates
{
    /// <exception cref="StartupException">A file is missing or is none of the kind.</exception>
    public static Action<TlsOptions> Configure(ClusterSettings settings)
    {
        if (settings.Certificate is null || settings.CertificateKey is null || settings.CertificateAuthority is null)
            throw new StartupException("Certificates between silos are three PEM files: set Cluster:Certificate, Cluster:CertificateKey and Cluster:CertificateAuthority.");
        try
        {
            var certificate = X509Certificate2.CreateFromPemFile(settings.Certificate, settings.CertificateKey);
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(settings.CertificateAuthority);
            return tls =>
            {
                tls.LocalCertificate = certificate;
                tls.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
                tls.RemoteCertificateValidation = (other, _, _) => IsSigned(other, authorities);
                tls.OnAuthenticateAsClient = (_, client) => client.TargetHost = settings.Id;
            };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StartupException($"The certificates between silos cannot be read: {failure.Message} Check the files that Cluster:Certificate, Cluster:CertificateKey and Cluster:CertificateAuthority name.", failure);
        }
    }

    private static bool IsSigned(X509Certificate2 certificate, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}
