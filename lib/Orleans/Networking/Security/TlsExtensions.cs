using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;
using Orleans.Hosting;

namespace Orleans.Hosting
{
    /// <summary>Secures a silo's connections.</summary>
    public static class OrleansConnectionSecurityHostingExtensions
    {
        /// <summary>Secures the connections with a certificate.</summary>
        public static ISiloBuilder UseTls(this ISiloBuilder builder, X509Certificate2 certificate) => builder.UseTls(certificate, static _ => { });

        /// <summary>Secures the connections with a certificate.</summary>
        public static ISiloBuilder UseTls(this ISiloBuilder builder, X509Certificate2 certificate, Action<TlsOptions> configureOptions)
        {
            ArgumentNullException.ThrowIfNull(certificate);
            ArgumentNullException.ThrowIfNull(configureOptions);
            return builder.UseTls(options =>
            {
                options.LocalCertificate = certificate;
                configureOptions(options);
            });
        }

        /// <summary>Secures the connections.</summary>
        /// <exception cref="InvalidOperationException">There is no certificate.</exception>
        public static ISiloBuilder UseTls(this ISiloBuilder builder, Action<TlsOptions> configureOptions)
        {
            ArgumentNullException.ThrowIfNull(configureOptions);
            var tls = new TlsOptions();
            configureOptions(tls);
            if (tls.LocalCertificate is null)
                throw new InvalidOperationException("No certificate specified");

            return builder.Configure<ConnectionSecurityOptions>(options => options.Tls = tls);
        }
    }
}

namespace Orleans
{
    /// <summary>Secures a client's connections.</summary>
    public static class OrleansConnectionSecurityHostingExtensions
    {
        /// <summary>Secures the connections with a certificate.</summary>
        public static IClientBuilder UseTls(this IClientBuilder builder, X509Certificate2 certificate) => builder.UseTls(certificate, static _ => { });

        /// <summary>Secures the connections with a certificate.</summary>
        public static IClientBuilder UseTls(this IClientBuilder builder, X509Certificate2 certificate, Action<TlsOptions> configureOptions)
        {
            ArgumentNullException.ThrowIfNull(certificate);
            ArgumentNullException.ThrowIfNull(configureOptions);
            return builder.UseTls(options =>
            {
                options.LocalCertificate = certificate;
                configureOptions(options);
            });
        }

        /// <summary>Secures the connections.</summary>
        /// <exception cref="InvalidOperationException">There is no certificate although the silo is said to require one.</exception>
        public static IClientBuilder UseTls(this IClientBuilder builder, Action<TlsOptions> configureOptions)
        {
            ArgumentNullException.ThrowIfNull(configureOptions);
            var tls = new TlsOptions();
            configureOptions(tls);
            if (tls.LocalCertificate is null && tls.ClientCertificateMode == RemoteCertificateMode.RequireCertificate)
                throw new InvalidOperationException("No certificate specified");

            return builder.Configure<ConnectionSecurityOptions>(options => options.Tls = tls);
        }
    }
}
