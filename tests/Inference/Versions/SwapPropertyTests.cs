using FsCheck;
using FsCheck.Fluent;

namespace Samantha.Inference.Tests.Versions;

public sealed class SwapPropertyTests
{
    private const int Versions = 3;

    /// <summary>
    /// Requests and swaps in any order, as fast as they come: every reply is whole, carries one version — the one that was
    /// current when it was asked for — and equals what that version says alone.
    /// </summary>
    [Fact]
    public void GenerateAndSwap_AnyInterleaving_DropsNothingAndNeverMixesVersions()
    {
        using var engine = TinyModels.Engine(new() { MaxActiveSequences = 4, QueueCapacity = 1000, ModelBytes = long.MaxValue });
        for (var version = 0; version < Versions; version++)
            engine.Adopt(TinyModels.Version(Name(version), seed: 10 + version));
        engine.Swap(Name(0));
        var alone = Enumerable.Range(0, Versions).Select(version => Ask(engine, 8, Name(version)).GetAwaiter().GetResult().Ids).ToList();

        // 0 to 2 swap to that version, more ask for a reply of so many tokens.
        Prop.ForAll(Gen.Choose(0, 10).ListOf().ToArbitrary(), actions =>
        {
            var asked = new List<(string Version, int Length, Task<Reply> Reply)>();
            foreach (var action in actions)
            {
                if (action < Versions)
                    engine.Swap(Name(action));
                else
                    asked.Add((engine.CurrentVersion!, action - Versions + 1, Ask(engine, action - Versions + 1)));
            }

            foreach (var (version, length, pending) in asked)
            {
                var reply = pending.GetAwaiter().GetResult();
                reply.Elements.ShouldAllBe(element => element.Version == version);
                reply.End.Reason.ShouldBe(FinishReason.Length);
                reply.Ids.ShouldBe(alone[version[^1] - '0'].Take(length));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
        engine.ResidentVersions.ShouldAllBe(version => version.Sequences == 0);
    }

    private static Task<Reply> Ask(InferenceEngine engine, int length, string? version = null) => Reply.ReadAsync(engine.Generate(new GenerationRequest
    {
        Prompt = Prompt.FromText("user: how are you?\nassistant:"),
        Sampling = Inference.Sampling.SamplingOptions.Greedy,
        MaxTokens = length,
        Version = version,
    }));

    private static string Name(int version) => $"v{version}";
}
