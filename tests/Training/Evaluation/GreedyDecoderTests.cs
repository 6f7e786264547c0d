using Samantha.Modeling;
using Samantha.Modeling.Checkpoints;
using Samantha.Training.Evaluation;

namespace Samantha.Training.Tests.Evaluation;

public sealed class GreedyDecoderTests(TinyBase tiny)
{
    [Fact]
    public void Replies_Questions_AreTheLearnedAnswers()
    {
        using var model = ModelFolder.LoadDecoder(tiny.Folder);
        new GreedyDecoder(model, TinyModel.Tokenizer).Replies(["where is the pool", "who are you"])
            .ShouldBe(["It is on the roof.", "I am the night porter."]);
    }

    [Fact]
    public void Replies_SeveralDialoguesAtOnce_AreThoseOfEachAlone()
    {
        using var model = ModelFolder.LoadDecoder(tiny.Folder);
        var decoder = new GreedyDecoder(model, TinyModel.Tokenizer);
        IReadOnlyList<IReadOnlyList<DialogueTurn>> dialogues =
        [
            [new(Speaker.User, "who are you")],
            [new(Speaker.User, "where is the pool"), new(Speaker.Assistant, "It is on the roof."), new(Speaker.User, "when do you open")],
        ];
        decoder.Replies(dialogues).ShouldBe([.. dialogues.SelectMany(turns => decoder.Replies([turns]))]);
        decoder.Replies(dialogues, longest: 2).ShouldAllBe(reply => !reply.Contains('\n'));
    }
}
