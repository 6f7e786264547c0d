namespace Orleans.Runtime;

/// <summary>Says which silo a grain lives on, or is to live on.</summary>
internal interface IGrainLocator
{
    SiloAddress Locate(GrainId grainId);
}

/// <summary>One silo: every grain lives here.</summary>
internal sealed class SingleSiloLocator(ILocalSiloDetails silo) : IGrainLocator
{
    public SiloAddress Locate(GrainId grainId) => silo.SiloAddress;
}
