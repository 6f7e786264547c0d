namespace Orleans.Serialization.Cloning;

/// <summary>Copies a foreign type through its surrogate.</summary>
internal sealed class ConverterCopier<TValue, TSurrogate, TConverter> : IDeepCopier<TValue>
    where TSurrogate : struct
    where TConverter : IConverter<TValue, TSurrogate>, new()
{
    private readonly TConverter _converter = new();

    public TValue DeepCopy(TValue input, CopyContext context)
    {
        var surrogate = context.DeepCopy(_converter.ConvertToSurrogate(in input));
        return _converter.ConvertFromSurrogate(in surrogate);
    }
}
