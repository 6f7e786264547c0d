using Samantha.Contracts.Training;

namespace Samantha.Grains.Training;

/// <summary>A session's curve, thinned as it grows: when it is full, every second point goes.</summary>
internal sealed class SessionCurve
{
    private const int MostPoints = 128;

    private readonly List<CurvePoint> _points = [];
    private int _stride = 1;
    private int _seen;

    public IReadOnlyList<CurvePoint> Points => _points.ToArray();

    public void Add(CurvePoint point)
    {
        // A measured held-out loss is rare and kept whatever the stride.
        if (_seen++ % _stride != 0 && point.HeldOutLoss is null)
            return;
        _points.Add(point);
        if (_points.Count < MostPoints)
            return;
        var thinned = _points.Where((_, index) => index % 2 == 0).ToList();
        _points.Clear();
        _points.AddRange(thinned);
        _stride *= 2;
    }
}
