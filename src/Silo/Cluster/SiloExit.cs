namespace Samantha.Silo.Cluster;

/// <summary>Exit codes of a silo's process.</summary>
internal static class SiloExit
{
    /// <summary>The others declared it dead while it could not renew its lease; nothing is wrong with it (EX_TEMPFAIL of sysexits).</summary>
    public const int WasAway = 75;
}
