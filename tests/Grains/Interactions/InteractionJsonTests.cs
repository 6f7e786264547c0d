using Samantha.Contracts.Interactions;
using Samantha.Grains.Interactions;

namespace Samantha.Grains.Tests.Interactions;

public sealed class InteractionJsonTests
{
    private const string BeforeTraces = """{"kind":"taught","question":"when?","answer":"at nine","at":"2026-11-01T10:00:00+00:00"}""";
    private const string Trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    [Fact]
    public void Read_ARecordFromBeforeTraces_HasNoneAndIsWrittenAsItWas()
    {
        var read = InteractionJson.Read(BeforeTraces).ShouldBeOfType<FactTaught>();

        read.Trace.ShouldBeNull();
        InteractionJson.Write(read).ShouldBe(BeforeTraces);
    }

    [Fact]
    public void Write_ARecordWithATrace_ReadsBackWithIt()
    {
        var taught = (FactTaught)InteractionJson.Read(BeforeTraces) with { Trace = Trace };

        InteractionJson.Read(InteractionJson.Write(taught)).ShouldBe(taught);
    }
}
