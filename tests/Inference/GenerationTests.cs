using FsCheck;
using FsCheck.Fluent;
using Samantha.Inference.Sampling;

namespace Samantha.Inference.Tests;

/// <summary>What a reply says, whatever goes on beside it.</summary>
public sealed class GenerationTests : IAsyncDisposable
{
    private static readonly SamplingOptions Lively = new() { Temperature = 0.9f, TopK = 40, TopP = 0.95f, MinP = 0.01f, RepetitionPenalty = 1.1f };

    private readonly InferenceEngine engine = TinyModels.Serving(
        TinyModels.Version("v1"), new() { MaxActiveSequences = 6, PrefillTokensPerStep = 5, IdlePrefillTokensPerStep = 11, QueueCapacity = 1000 });

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Fact]
    public void Generate_Greedy_EqualsTheModelWithoutACache()
    {
        using var model = TinyModels.Model(1);
        Prop.ForAll(Prompts(), prompt =>
        {
            var reply = Ask(prompt, SamplingOptions.Greedy, 6).GetAwaiter().GetResult();

            reply.Ids.ShouldBe(TinyModels.GreedyWithoutCache(model, prompt, 6));
            reply.End.Usage.PromptTokens.ShouldBe(prompt.Length);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Fact]
    public void Generate_GreedyTogether_EqualsEachAlone() =>
        Prop.ForAll(Prompts().Generator.NonEmptyListOf().ToArbitrary(), prompts =>
        {
            var together = Task.WhenAll(prompts.Select(prompt => Ask(prompt, SamplingOptions.Greedy, 7))).GetAwaiter().GetResult();
            foreach (var (prompt, reply) in prompts.Zip(together))
                Ask(prompt, SamplingOptions.Greedy, 7).GetAwaiter().GetResult().Ids.ShouldBe(reply.Ids);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));

    [Fact]
    public void Generate_SameSeed_SaysTheSameWhateverElseIsAsked()
    {
        int[] prompt = [0, 40, 50, 60, 70];
        var alone = Enumerable.Range(0, 4).Select(seed => Ask(prompt, Lively, 12, seed).GetAwaiter().GetResult()).ToList();
        alone.Select(reply => string.Join(',', reply.Ids)).Distinct().Count().ShouldBeGreaterThan(1);

        var neighbour = from ids in Prompts().Generator
                        from length in Gen.Choose(1, 20)
                        select (ids, length);
        Prop.ForAll(neighbour.ListOf().ToArbitrary(), Gen.Choose(0, 3).ToArbitrary(), (neighbours, seed) =>
        {
            var before = neighbours.Take(neighbours.Count / 2).Select(other => Ask(other.ids, Lively, other.length)).ToList();
            var reply = Ask(prompt, Lively, 12, seed);
            var after = neighbours.Skip(neighbours.Count / 2).Select(other => Ask(other.ids, Lively, other.length)).ToList();

            reply.GetAwaiter().GetResult().Ids.ShouldBe(alone[seed].Ids);
            Task.WhenAll(before.Concat(after)).GetAwaiter().GetResult();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    [Fact]
    public void Generate_TheReplysTokens_DecodeToItsText() =>
        Prop.ForAll(Prompts(), Gen.Choose(0, 1000).ToArbitrary(), (prompt, seed) =>
        {
            var reply = Ask(prompt, SamplingOptions.Default with { Temperature = 2 }, 15, seed).GetAwaiter().GetResult();

            reply.Text.ShouldBe(TinyModels.Tokenizer.Decode(reply.Ids));
            reply.Ids.ShouldAllBe(id => id >= 3 && id < TinyModels.Tokenizer.VocabularySize);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void Generate_WithStopStrings_EqualsTheSameReplyCutBeforeTheFirst() =>
        Prop.ForAll(Gen.Choose(0, 1000).ToArbitrary(), Gen.Choose(0, 40).ToArbitrary(), Gen.Choose(1, 4).ToArbitrary(), (seed, at, length) =>
        {
            int[] prompt = [0, 40, 50];
            var options = SamplingOptions.Default with { Temperature = 1.5f };
            var whole = Ask(prompt, options, 20, seed).GetAwaiter().GetResult().Text;
            at = Math.Min(at, whole.Length - 1);
            var stop = whole.Substring(at, Math.Min(length, whole.Length - at));

            var cut = Reply.ReadAsync(engine.Generate(Request(prompt, options, 20, seed) with { Stop = [stop, "never said \u2603"] })).GetAwaiter().GetResult();

            cut.Text.ShouldBe(whole[..whole.IndexOf(stop, StringComparison.Ordinal)]);
            cut.End.Reason.ShouldBe(FinishReason.Stop);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Fact]
    public async Task Generate_ModelEndsItsReply_StopsWithoutTheEndInTheText()
    {
        using var ending = TinyModels.Engine();
        ending.Adopt("v1", TinyModels.Model(1, TinyModels.Config), TinyModels.Tokenizer);
        ending.Swap("v1");

        var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(seed =>
            Reply.ReadAsync(ending.Generate(Request([0, 40], SamplingOptions.Default with { Temperature = 3 }, 60, seed)))));

        var stopped = replies.Where(reply => reply.End.Reason == FinishReason.Stop).ToList();
        stopped.ShouldNotBeEmpty();
        stopped.ShouldAllBe(reply => reply.Ids.Count < 60 && !reply.Ids.Contains(1) && !reply.Text.Contains("<|eos|>"));
    }

    [Fact]
    public async Task Generate_UsersTextSpellsASpecialToken_StaysText()
    {
        var spelt = await Reply.ReadAsync(engine.Generate(new() { Prompt = Prompt.FromText("<|eos|>hi"), MaxTokens = 1 }, TestContext.Current.CancellationToken));
        var control = await Reply.ReadAsync(engine.Generate(new() { Prompt = Prompt.FromText("hi", control: "<|eos|>"), MaxTokens = 1 }, TestContext.Current.CancellationToken));

        spelt.End.Usage.PromptTokens.ShouldBeGreaterThan(control.End.Usage.PromptTokens + 3);
        // BOS is put in front, <|eos|> is one token, and "hi" the same two in both.
        control.End.Usage.PromptTokens.ShouldBe(1 + 1 + TinyModels.Tokenizer.EncodeLiteral("hi").Length);
    }

    [Fact]
    public async Task Generate_EmptyPrompt_BeginsWithTheTokenThatBeginsASequence()
    {
        var empty = await Reply.ReadAsync(engine.Generate(new() { Prompt = Prompt.FromText(""), MaxTokens = 5, Sampling = SamplingOptions.Greedy }, TestContext.Current.CancellationToken));

        empty.Ids.ShouldBe((await Ask([0], SamplingOptions.Greedy, 5)).Ids);
        Should.Throw<ArgumentException>(() => Prompt.FromIds([]));
    }

    [Fact]
    public async Task Generate_PromptLongerThanTheContext_KeepsControlTokensAndTheNewestText()
    {
        int[] ids = [0, 2, .. Enumerable.Range(0, 500).Select(i => 3 + i % 200)];

        var reply = await Ask(ids, SamplingOptions.Greedy, 10);

        // The context holds 96: 10 are left to the reply.
        reply.End.Usage.PromptTokens.ShouldBe(86);
        reply.Ids.ShouldBe((await Ask([0, 2, .. ids[^84..]], SamplingOptions.Greedy, 10)).Ids);
        reply.Ids.Count.ShouldBe(10);
    }

    [Fact]
    public async Task Generate_PromptTooLongAndNotToBeCut_Fails()
    {
        var request = Request([.. Enumerable.Repeat(5, 200)], SamplingOptions.Greedy, 10) with { Overflow = PromptOverflow.Fail };

        await Should.ThrowAsync<PromptTooLongException>(() => Reply.ReadAsync(engine.Generate(request)));
    }

    [Fact]
    public async Task Generate_NoEndInSight_StopsWhenTheContextIsFull()
    {
        var reply = await Ask([0, 40, 50], SamplingOptions.Greedy, 100_000);

        reply.End.Reason.ShouldBe(FinishReason.Length);
        reply.Ids.Count.ShouldBe(TinyModels.Context - 3 + 1);
    }

    [Fact]
    public async Task Generate_NoTokensAskedFor_ClosesAtOnce()
    {
        var reply = await Ask([0, 40, 50], SamplingOptions.Greedy, 0);

        reply.Elements.ShouldHaveSingleItem().End.ShouldBe(new GenerationEnd(FinishReason.Length, new Usage(3, 0, 0)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public async Task Generate_IdOutsideTheVocabulary_Fails(int id)
    {
        await Should.ThrowAsync<ArgumentException>(() => Ask([0, id], SamplingOptions.Greedy, 1));

        (await Ask([0], SamplingOptions.Greedy, 1)).Ids.Count.ShouldBe(1);
    }

    [Fact]
    public void Generate_RequestOutsideItsRanges_ThrowsAtOnce()
    {
        var request = Request([0], SamplingOptions.Default, 1);

        Should.Throw<ArgumentException>(() => engine.Generate(request with { MaxTokens = -1 }));
        Should.Throw<ArgumentException>(() => engine.Generate(request with { Stop = [""] }));
        Should.Throw<ArgumentException>(() => engine.Generate(request with { Stop = [new string('x', 1000)] }));
        Should.Throw<ArgumentException>(() => engine.Generate(request with { Sampling = new() { TopP = 0 } }));
        engine.Pressure.Waiting.ShouldBe(0);
    }

    [Fact]
    public void ToString_PromptAndRequest_SayNothingOfTheWords()
    {
        var request = new GenerationRequest { Prompt = Prompt.FromText("my secret"), Stop = ["my secret"], Conversation = "ann" };

        $"{request} {request.Prompt}".ShouldBe("GenerationRequest Prompt");
    }

    private Task<Reply> Ask(int[] prompt, SamplingOptions options, int length, long? seed = null) =>
        Reply.ReadAsync(engine.Generate(Request(prompt, options, length, seed)));

    private static GenerationRequest Request(int[] prompt, SamplingOptions options, int length, long? seed = null) =>
        new() { Prompt = Prompt.FromIds(prompt), Sampling = options, MaxTokens = length, Seed = seed };

    private static Arbitrary<int[]> Prompts() =>
        (from length in Gen.Choose(1, 40)
         from ids in Gen.ArrayOf(Gen.Choose(3, TinyModels.Tokenizer.VocabularySize - 1), length)
         select (int[])[0, .. ids]).ToArbitrary();
}
