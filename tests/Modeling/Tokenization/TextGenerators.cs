using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Samantha.Modeling.Tests.Tokenization;

/// <summary>Texts of any code points, common ones often.</summary>
internal static class TextGenerators
{
    private static readonly Gen<int> CodePoint = Gen.Frequency(
        (6, Gen.Choose(0x20, 0x7E)),
        (2, Gen.Elements(0x20, 0x0A, 0x0D, 0x09, 0x85, 0xA0, 0x2028, 0x3000)),
        (1, Gen.Choose(0, 0x2FF)),
        (1, Gen.Choose(0x300, 0xD7FF)),
        (1, Gen.Choose(0xE000, 0xFFFF)),
        (1, Gen.Choose(0x10000, 0x10FFFF)));

    public static Arbitrary<string> WellFormed { get; } = CodePoint.ArrayOf()
        .Select(codePoints => string.Concat(codePoints.Select(codePoint => new Rune(codePoint).ToString())))
        .ToArbitrary();
}
