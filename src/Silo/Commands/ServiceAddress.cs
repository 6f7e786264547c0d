using System.CommandLine;

namespace Samantha.Silo.Commands;

/// <summary><c>--url</c>: the service that a command talks to.</summary>
internal static class ServiceAddress
{
    private static readonly Uri Default = new("http://127.0.0.1:5080");

    public static Option<Uri> Option() => new("--url")
    {
        Description = "Where the service is.",
        DefaultValueFactory = _ => Default,
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens.Single().Value, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https" })
                return address;
            result.AddError($"--url wants the service's address, such as {Default}.");
            return Default;
        },
    };
}
