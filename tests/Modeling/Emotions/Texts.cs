using FsCheck;
using FsCheck.Fluent;

namespace Samantha.Modeling.Tests.Emotions;

/// <summary>Texts to try a reader of texts with.</summary>
internal static class Texts
{
    /// <summary>Any sequence of UTF-16 units, surrogates without a partner and control characters among them.</summary>
    public static Arbitrary<string> Any { get; } = Gen.OneOf(
            Gen.Choose(0, 0xFFFF).Select(unit => (char)unit),
            Gen.Choose(0xD7F0, 0xE010).Select(unit => (char)unit),
            Gen.Elements("aA!?.' [N]xé😂❤\uFE0F\u200D🏽\t\n".ToCharArray()))
        .ArrayOf()
        .Select(units => new string(units))
        .ToArbitrary();
}
