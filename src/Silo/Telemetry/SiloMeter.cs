using System.Diagnostics.Metrics;
using Samantha.Grains.Hosting;
using Samantha.Silo.Hosting;

namespace Samantha.Silo.Telemetry;

/// <summary>The meter <c>Samantha.Silo</c>: whether this silo answers, and the room that its data folder has left.</summary>
internal sealed class SiloMeter
{
    private readonly DriveInfo _disk;

    public SiloMeter(IMeterFactory meters, SamanthaStartup startup, ServiceSettings settings)
    {
        _disk = new DriveInfo(settings.Data);
        var meter = meters.Create("Samantha.Silo");
        meter.CreateObservableGauge("samantha.silo.ready", () => startup.IsReady ? 1 : 0, description: "1 while the silo takes requests, 0 while it starts or drains.");
        meter.CreateObservableGauge("samantha.disk.free", () => Look(disk => disk.AvailableFreeSpace), "By", "Room left where the data folder is.");
        meter.CreateObservableGauge("samantha.disk.size", () => Look(disk => disk.TotalSize), "By", "Room in all where the data folder is.");
    }

    // A disk that is gone has no size: no sample, rather than a lie.
    private IEnumerable<Measurement<long>> Look(Func<DriveInfo, long> size)
    {
        try
        {
            return [new(size(_disk))];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
