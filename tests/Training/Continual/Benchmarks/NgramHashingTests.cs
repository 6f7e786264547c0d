using System.Text;
using Samantha.Training.Continual.Benchmarks;

namespace Samantha.Training.Tests.Continual.Benchmarks;

public sealed class NgramHashingTests
{
    // The check value of the catalogue of CRC algorithms, and what Python's zlib.crc32 says.
    [Theory]
    [InlineData("123456789", 0xCBF43926)]
    [InlineData("", 0)]
    [InlineData("pay", 0xFE8F223C)]
    public void Crc32_PublishedStrings_HashesAsPublished(string text, uint expected) => Crc32.Hash(Encoding.UTF8.GetBytes(text)).ShouldBe(expected);

    [Fact]
    public void Hash_TwoWords_HasEveryNgramOnce() =>
        // pay, me, "pay me"; <pa pay ay> <pay pay> <pay>; <me me> <me>.
        NgramHashing.Hash("Pay ME").Length.ShouldBe(2 + 1 + 6 + 3);

    [Fact]
    public void Hash_OtherCaseAndSpaces_IsTheSame() => NgramHashing.Hash("  Pay\tme ").ShouldBe(NgramHashing.Hash("pay me"));

    [Fact]
    public void Hash_WordsInOtherOrder_SharesAllButThePair() =>
        NgramHashing.Hash("pay me").Except(NgramHashing.Hash("me pay")).Count().ShouldBe(1);

    [Fact]
    public void Hash_NoWord_IsEmpty() => NgramHashing.Hash(" ").ShouldBeEmpty();
}
