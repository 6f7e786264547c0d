namespace Samantha.Modeling.Adapters;

/// <summary>The shape of bottleneck adapters.</summary>
/// <param name="Width">Units of the bottleneck, from 1 to <see cref="WidestBottleneck"/>.</param>
public sealed record BottleneckConfig(int Width = 16)
{
    /// <summary>A wider one than any use has: what asks for more is damaged.</summary>
    public const int WidestBottleneck = 1 << 14;

    /// <summary>The base model's name, as the adapter's file tells it.</summary>
    public string? BaseModel { get; init; }
}
