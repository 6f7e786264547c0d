namespace Samantha.Silo.Hosting;

/// <summary>The service cannot start. The message says why and what to do.</summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
