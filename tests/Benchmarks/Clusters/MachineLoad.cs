using System.Globalization;

namespace Samantha.Benchmarks.Clusters;

/// <summary>How busy all cores of the machine were since this was made: a saturated machine measures nothing but itself.</summary>
internal sealed class MachineLoad
{
    private readonly (double Busy, double All) _before = Read();

    /// <summary>The share of the time that was not idle, in [0, 1].</summary>
    public double Busy
    {
        get
        {
            var (busy, all) = Read();
            return all > _before.All ? (busy - _before.Busy) / (all - _before.All) : 0;
        }
    }

    // The first line: cpu, then ticks of user, nice, system, idle, iowait …
    private static (double Busy, double All) Read()
    {
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToList();
        return (ticks.Sum() - ticks[3] - ticks[4], ticks.Sum());
    }
}
