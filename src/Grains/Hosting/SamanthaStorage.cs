namespace Samantha.Grains.Hosting;

/// <summary>The grain storage that the platform's grains use.</summary>
public static class SamanthaStorage
{
    /// <summary>Its name among the silo's storages.</summary>
    public const string Name = "samantha";
}
