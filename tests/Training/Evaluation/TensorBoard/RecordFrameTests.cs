using System.Text;
using Samantha.Training.Evaluation.TensorBoard;

namespace Samantha.Training.Tests.Evaluation.TensorBoard;

public sealed class RecordFrameTests
{
    // RFC 3720, appendix B.4, and the check value of the catalogue of CRCs.
    public static TheoryData<byte[], uint> Vectors => new()
    {
        { new byte[32], 0x8a9136aa },
        { Enumerable.Repeat((byte)0xff, 32).ToArray(), 0x62a8ab43 },
        { Enumerable.Range(0, 32).Select(i => (byte)i).ToArray(), 0x46dd794e },
        { Enumerable.Range(0, 32).Select(i => (byte)(31 - i)).ToArray(), 0x113fdb5c },
        { Encoding.ASCII.GetBytes("123456789"), 0xe3069283 },
        { [], 0 },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Checksum_PublishedVectors_AreMet(byte[] data, uint expected) => RecordFrame.Checksum(data).ShouldBe(expected);
}
