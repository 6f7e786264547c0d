using FsCheck;
using FsCheck.Fluent;
using Samantha.Modeling.Tokenization;
using Samantha.Modeling.Tokenization.Training;

namespace Samantha.Modeling.Tests.Tokenization;

public class BpeTrainerTests
{
    private static readonly string[] Texts =
    [
        "user: hello there, how are you today?\nassistant: I am well, thank you. And you?\n",
        "user: what is the weather in 2024?\nassistant: the weather is fine there, thank you.\n",
        "user: hello hello hello\nassistant: hello! how can I help you today?\n\n",
        "user: schöne Grüße 😀 и привет\nassistant: привет!\n",
    ];

    private static readonly BpeTrainerOptions Options = new()
    {
        VocabularySize = 340,
        MinimumFrequency = 1,
        SpecialTokens = ["<|bos|>", "<|eos|>", "<|pad|>"],
        BeginOfSequenceToken = "<|bos|>",
    };

    private static readonly HuggingFaceTokenizer Trained = new BpeTrainer(Options).Train(Texts, cancellationToken: default);

    [Fact]
    public void Train_SmallTexts_FillsTheVocabularyInOrder()
    {
        Trained.VocabularySize.ShouldBe(340);
        Trained.TokenId("<|bos|>").ShouldBe(0);
        Trained.TokenId("<|eos|>").ShouldBe(1);
        Trained.TokenId("<|pad|>").ShouldBe(2);
        Trained.BeginOfSequenceId.ShouldBe(0);
        Trained.Encode(" hello", addSpecialTokens: false).Length.ShouldBe(1);
    }

    [Fact]
    public void Train_KnownCounts_MergesTheMostFrequentPairFirst()
    {
        // "ab" 9 times, then "abab" as a pair of merged symbols 4 times, before "bc" 3 times.
        var tokenizer = Train(new BpeTrainerOptions { VocabularySize = 258 }, ("abab", 4), ("bc", 3), ("ab", 1));

        tokenizer.Token(256).ShouldBe("ab");
        tokenizer.Token(257).ShouldBe("abab");
    }

    [Fact]
    public void Train_TiedCounts_TakesTheLowestIds()
    {
        var tokenizer = Train(new BpeTrainerOptions { VocabularySize = 258 }, ("yz", 5), ("ab", 5), ("mn", 5));

        tokenizer.Token(256).ShouldBe("ab");
        tokenizer.Token(257).ShouldBe("mn");
    }

    [Fact]
    public void Train_RarePairs_StopsBelowTheMinimumFrequency()
    {
        var tokenizer = Train(new BpeTrainerOptions { VocabularySize = 1000, MinimumFrequency = 2 }, ("abc", 1), ("ab", 1));

        tokenizer.VocabularySize.ShouldBe(257);
        tokenizer.Token(256).ShouldBe("ab");
    }

    [Fact]
    public void Train_RepeatedSymbol_CountsWhatIsLeftAfterAMerge()
    {
        var tokenizer = Train(new BpeTrainerOptions { VocabularySize = 258 }, ("aaaa", 4));

        tokenizer.Token(256).ShouldBe("aa");
        tokenizer.Token(257).ShouldBe("aaaa");
    }

    [Fact]
    public void Train_ReorderedTexts_GivesTheSameTokenizer()
    {
        var reordered = Train(Options, [.. Texts.Reverse().Select(text => (text, 1L))]);

        Enumerable.Range(0, 340).Select(reordered.Token).ShouldBe(Enumerable.Range(0, 340).Select(Trained.Token));
    }

    [Fact]
    public void Train_SpecialTokenInTheTexts_LearnsNothingFromIt()
    {
        var tokenizer = Train(new BpeTrainerOptions { VocabularySize = 300, SpecialTokens = ["<|bos|>"] }, ("<|bos|>", 100));

        tokenizer.VocabularySize.ShouldBe(257);
        tokenizer.Encode("<|bos|>").Ids.ShouldBe([0]);
    }

    [Fact]
    public void Train_DialoguePattern_KeepsDigitsAndLineBreaksApart()
    {
        var tokens = Trained.Encode("user: 2024 \n\n hello there", addSpecialTokens: false).Ids.Select(Trained.Token).ToArray();

        tokens.Count(token => token == "Ċ").ShouldBe(2);
        tokens.ShouldContain("4");
        tokens.Where(token => token!.Any(char.IsDigit)).ShouldAllBe(token => token!.Length == 1);
        tokens.ShouldContain("Ġhello");
        tokens.ShouldContain("Ġthere");
    }

    [Fact]
    public void Train_Progress_ReachesTheTarget()
    {
        var last = default(BpeTrainingProgress);

        new BpeTrainer(Options).Train(Texts, progress => last = progress, TestContext.Current.CancellationToken);

        last.Merges.ShouldBe(340 - 256 - 3);
        last.TargetMerges.ShouldBe(last.Merges);
        last.Texts.ShouldBe(Texts.Length);
    }

    [Fact]
    public void Train_Cancelled_Stops() =>
        Should.Throw<OperationCanceledException>(() => new BpeTrainer(Options).Train(Texts, cancellationToken: new CancellationToken(true)));

    [Fact]
    public void Constructor_ImpossibleOptions_Throws()
    {
        Should.Throw<ArgumentException>(() => new BpeTrainer(Options with { VocabularySize = 258 }));
        Should.Throw<ArgumentException>(() => new BpeTrainer(Options with { SpecialTokens = ["<|bos|>", "<|bos|>"] }));
        Should.Throw<ArgumentException>(() => new BpeTrainer(Options with { BeginOfSequenceToken = "<s>" }));
        Should.Throw<ArgumentException>(() => new BpeTrainer(Options with { MinimumFrequency = 0 }));
    }

    [Fact]
    public void Save_TrainedTokenizer_ReadsBackEqual()
    {
        var folder = Directory.CreateTempSubdirectory("samantha-tokenizer-");
        try
        {
            var configuration = new TokenizerConfiguration
            {
                BeginOfSequenceToken = "<|bos|>",
                EndOfSequenceToken = "<|eos|>",
                PaddingToken = "<|pad|>",
                ChatTemplate = "{{ bos_token }}{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}",
                ModelMaxLength = 512,
            };
            Trained.WithConfiguration(configuration).Save(folder.FullName);

            var read = HuggingFaceTokenizer.Load(folder.FullName);

            read.Configuration.ShouldBe(configuration);
            (read.BeginOfSequenceId, read.EndOfSequenceId, read.PaddingId).ShouldBe((0, 1, 2));
            foreach (var text in Texts)
                read.Encode(text).Ids.ShouldBe(Trained.Encode(text).Ids);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Decode_AnyEncodedText_GivesTheTextBack() =>
        Prop.ForAll(TextGenerators.WellFormed, text =>
            Trained.Decode(Trained.Encode(text).Ids) == text).QuickCheckThrowOnFailure();

    [Fact]
    public void IncrementalDecode_AnyIds_EqualsDecodingAtOnce() =>
        Prop.ForAll(Gen.Choose(-1, 345).ArrayOf().ToArbitrary(), ids =>
        {
            var decoder = Trained.CreateDecoder();
            var pieces = ids.Select(decoder.Append).ToList();
            pieces.Add(decoder.Complete());
            return string.Concat(pieces) == Trained.Decode(ids);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Encode_AnyText_CoversItWithOffsetsInOrder() =>
        Prop.ForAll(TextGenerators.WellFormed, text =>
        {
            var encoded = Trained.Encode(text, addSpecialTokens: false);
            var end = 0;
            foreach (var offset in encoded.Offsets)
            {
                if (offset.Start > end || offset.End < end || offset.Start >= offset.End)
                    return false;
                end = offset.End;
            }

            return end == text.EnumerateRunes().Count();
        }).QuickCheckThrowOnFailure();

    private static HuggingFaceTokenizer Train(BpeTrainerOptions options, params (string Text, long Count)[] texts) =>
        new BpeTrainer(options).Train(texts, cancellationToken: TestContext.Current.CancellationToken);
}
