using Samantha.Modeling.Checkpoints;
using Samantha.Training.Data;
using Samantha.Training.Lessons;

namespace Samantha.Training.Tests.Lessons;

public sealed class RehearsalTests(TinyBase tiny)
{
    [Fact]
    public void Divergence_OfTheParent_IsNone()
    {
        using var parent = ModelFolder.LoadDecoder(tiny.Folder);
        using var rehearsal = new Rehearsal(parent, TinyModel.Tokenizer, TinyModel.Dialogues(8), 64, null, CancellationToken.None);
        using var divergence = rehearsal.Divergence(parent, 4, new SplitMix64(1));
        divergence.item<float>().ShouldBe(0f, 1e-5f);
    }

    [Fact]
    public void Divergence_OfAnotherModel_IsPositive()
    {
        using var parent = ModelFolder.LoadDecoder(tiny.Folder);
        using var other = TinyModel.Create(9);
        using var rehearsal = new Rehearsal(parent, TinyModel.Tokenizer, TinyModel.Dialogues(8), 64, null, CancellationToken.None);
        using var divergence = rehearsal.Divergence(other, 4, new SplitMix64(1));
        divergence.item<float>().ShouldBeGreaterThan(0.5f);
    }

    [Fact]
    public void Constructor_Pace_IsAskedBeforeEachPass()
    {
        using var parent = ModelFolder.LoadDecoder(tiny.Folder);
        var pace = new CountingPace();
        using var rehearsal = new Rehearsal(parent, TinyModel.Tokenizer, TinyModel.Dialogues(17), 64, pace, CancellationToken.None);
        pace.Count.ShouldBe(3);
    }

    private sealed class CountingPace : ITrainingPace
    {
        public int Count { get; private set; }

        public void BeforeStep(CancellationToken cancellationToken) => Count++;
    }
}
