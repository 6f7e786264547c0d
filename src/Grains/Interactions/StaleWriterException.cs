namespace Samantha.Grains.Interactions;

/// <summary>The writer did not know the user's last interaction. It must read the tail before it writes again.</summary>
public sealed class StaleWriterException() : Exception("The conversation went on elsewhere; its tail must be read before anything is written.");
