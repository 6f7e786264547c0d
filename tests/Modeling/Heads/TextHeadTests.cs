using Samantha.Modeling.Heads;
using static TorchSharp.torch;

namespace Samantha.Modeling.Tests.Heads;

public sealed class TextHeadTests
{
    private const int Width = 96;

    private static readonly string[] Texts =
    [
        "what is my balance", "how much money is in my account", "show me the balance of my checking account",
        "book a flight to boston", "i need a plane ticket to denver", "find flights from boston to denver",
        "what is the weather in boston", "will it rain tomorrow", "is it going to be sunny in denver tomorrow",
    ];

    private static readonly int[] Classes = [0, 0, 0, 1, 1, 1, 3, 3, 3];

    public static TheoryData<string> Kinds => [.. Configs.Keys];

    private static Dictionary<string, TextHeadConfig> Configs { get; } = new()
    {
        ["naive-bayes"] = TextHeads.NaiveBayes() is NaiveBayesConfig config ? config with { Buckets = 4096 } : throw new InvalidOperationException(),
        ["slda"] = TextHeads.Discriminant(0, Width),
        ["ridge"] = TextHeads.Ridge(0, Width),
        ["default"] = TextHeads.Default(0, Width, 4096),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Scores_TextsThatWereLearned_PreferTheirClass(string kind)
    {
        using var head = Taught(kind, [.. Enumerable.Range(0, Texts.Length)]);

        Predict(head, Texts).ShouldBe(Classes);
        Predict(head, ["what is the balance of my account", "a flight to denver", "rain in boston"]).ShouldBe([0, 1, 3]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Scores_ClassWithoutATextOrHeadWithoutAny_IsNegativeInfinity(string kind)
    {
        using var untaught = Configs[kind].Create(5);
        using var taught = Taught(kind, [0, 3, 6]);

        Rows(untaught, Texts).ShouldAllBe(score => float.IsNegativeInfinity(score));
        foreach (var row in Rows(taught, Texts).Chunk(5))
            row.Select(float.IsFinite).ShouldBe([true, true, false, true, false]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Learn_ClassAfterClassOrAllAtOnce_ComesToTheSame(string kind)
    {
        using var atOnce = Taught(kind, [.. Enumerable.Range(0, Texts.Length)]);
        using var reversed = Taught(kind, [8, 7, 6], [5, 4, 3], [2], [1], [0]);

        foreach (var (one, other) in Rows(atOnce, Texts).Zip(Rows(reversed, Texts)).Where(pair => float.IsFinite(pair.First)))
            other.ShouldBe(one, 2e-3 * Math.Max(1, Math.Abs(one)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_ThenRead_GoesOnToTheSameBytes(string kind)
    {
        using var folder = new TemporaryFolder();
        using var head = new TextHeadFolder(Configs[kind], ["balance", "flight", "alarm", "weather", "joke"]);
        Teach(head.Head, [0, 3, 6, 1]);

        head.Write(folder.At("head"));
        using var read = TextHeadFolder.Read(folder.At("head"));

        read.Classes.ShouldBe(head.Classes);
        foreach (var one in new[] { head, read })
            Teach(one.Head, [4, 7, 2, 5, 8]);
        foreach (var (ours, theirs) in head.Head.State.Zip(read.Head.State))
            ours.Tensor.bytes.SequenceEqual(theirs.Tensor.bytes).ShouldBeTrue(ours.Name);
        Rows(read.Head, Texts).ShouldBe(Rows(head.Head, Texts));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Scores_NoTextOrTextWithoutWords_AreThere(string kind)
    {
        using var head = Taught(kind, [0, 3, 6]);

        Rows(head, []).ShouldBeEmpty();
        Rows(head, ["", "  ?! "]).ShouldAllBe(score => !float.IsNaN(score));
    }

    [Fact]
    public void Scores_Bernoulli_AreThoseOfTheFormula()
    {
        const double Smoothing = 0.5;
        using var head = new NaiveBayesConfig([new(NgramKind.Words)], NaiveBayesEvents.Bernoulli, Smoothing, 1 << 20).Create(2);
        head.Learn(["red blue", "red red", "green"], [0, 0, 1]);

        var scores = Rows(head, ["red green unknown"]);

        double Log(double has, double texts) => Math.Log((has / texts + Smoothing) / (1 + 2 * Smoothing));
        double[] joint =
        [
            Log(2, 2) + Log(1, 2) + Log(0, 2), // has red, lacks blue (one of two had it), has green
            Log(0, 1) + Log(1, 1) + Log(1, 1),
        ];
        scores.ShouldBe(Posterior(joint), 1e-5);
    }

    [Fact]
    public void Scores_BernoulliClassOfFewTexts_TakesNoTextForWhatNeitherHas()
    {
        using var head = new NaiveBayesConfig([new(NgramKind.Words)], NaiveBayesEvents.Bernoulli, 1e-4, 1 << 20).Create(3);
        head.Learn(["red blue", "red blue", "red blue", "red blue", "pink", "brown white grey"], [0, 0, 0, 0, 1, 2]);

        var scores = Rows(head, ["red", "red brown white grey"]).Chunk(3).Select(row => row[0] - row[1]).ToList();

        // What only the third class has says as much against a class of four texts as against one of one.
        scores[1].ShouldBe(scores[0], 1e-4f);
    }

    [Fact]
    public void Scores_Multinomial_AreThoseOfTheFormula()
    {
        using var head = new NaiveBayesConfig([new(NgramKind.Words)], NaiveBayesEvents.Multinomial, 1, 1 << 20).Create(2);
        head.Learn(["red blue", "red red", "green"], [0, 0, 1]);

        var scores = Rows(head, ["red green green unknown"]);

        scores.ShouldBe(Posterior(Math.Log(4.0 / 7) + 2 * Math.Log(1.0 / 7), Math.Log(1.0 / 4) + 2 * Math.Log(2.0 / 4)), 1e-5);
    }

    [Fact]
    public void Scores_Mixture_AreTheSumOfLogarithms()
    {
        var (bayes, ridge) = (Configs["naive-bayes"], Configs["ridge"]);
        using var mixture = new MixtureConfig([new(bayes, 0.01f), new(ridge, 0.5f, Floor: 0.1f)]).Create(5);
        using var first = bayes.Create(5);
        using var second = ridge.Create(5);
        foreach (var head in new[] { mixture, first, second })
            Teach(head, [.. Enumerable.Range(0, Texts.Length)]);

        var expected = Rows(first, Texts).Zip(Rows(second, Texts), (log, share) =>
            float.IsFinite(log) ? 0.01f * log + 0.5f * MathF.Log(Math.Max(share, 0) + 0.1f) : float.NegativeInfinity);

        Rows(mixture, Texts).Zip(expected).ShouldAllBe(pair => pair.First == pair.Second || Math.Abs(pair.First - pair.Second) < 1e-5);
    }

    [Fact]
    public void Scores_Ridge_SolveTheNormalEquations()
    {
        var projection = new ProjectionConfig([new(NgramKind.Words)], Width, 3);
        using var head = new RidgeConfig(projection, 0.7f).Create(2);
        using var scope = NewDisposeScope();
        head.Learn(Texts[..6], [0, 0, 0, 1, 1, 1]);

        var rows = Projected(Texts[..6], projection);
        var targets = tensor(new float[,] { { 1, 0 }, { 1, 0 }, { 1, 0 }, { 0, 1 }, { 0, 1 }, { 0, 1 } });
        // The dual: K (K + λ I)⁻¹ Y, K = X Xᵀ.
        var kernel = rows.mm(rows.t());
        var expected = kernel.mm(cholesky_solve(targets, linalg.cholesky(kernel + eye(6) * 0.7)));

        (head.Scores(Texts[..6]) - expected).abs().max().item<float>().ShouldBeLessThan(1e-4f);
    }

    [Fact]
    public void Scores_Discriminant_AreThoseOfTheFormula()
    {
        const float Shrinkage = 0.2f;
        var projection = new ProjectionConfig([new(NgramKind.Words)], Width, 1);
        using var head = new DiscriminantConfig(projection, Shrinkage).Create(2);
        using var scope = NewDisposeScope();
        head.Learn(Texts[..5], [0, 0, 0, 1, 1]);

        var rows = Projected(Texts[..5], projection);
        var means = cat([rows[..3].mean([0], keepdim: true), rows[3..].mean([0], keepdim: true)], 0);
        var within = cat([rows[..3] - means[..1], rows[3..] - means[1..]], 0);
        var covariance = within.t().mm(within) / 5 * (1 - Shrinkage) + eye(Width) * Shrinkage;
        var weights = cholesky_solve(means.t(), linalg.cholesky(covariance));
        var expected = rows.mm(weights) - (means.t() * weights).sum(dim: 0) / 2;

        (head.Scores(Texts[..5]) - expected).abs().max().item<float>().ShouldBeLessThan(1e-4f);
    }

    private static Tensor Projected(string[] texts, ProjectionConfig projection) =>
        tensor(EncodedText.Of(texts).SelectMany(text => text.Row(projection).ToArray()).ToArray(), [texts.Length, projection.Width]);

    private static float[] Posterior(params double[] joint)
    {
        var all = Math.Log(joint.Sum(Math.Exp));
        return [.. joint.Select(score => (float)(score - all))];
    }

    private static ITextHead Taught(string kind, params int[][] batches)
    {
        var head = Configs[kind].Create(5);
        foreach (var batch in batches)
            Teach(head, batch);
        return head;
    }

    private static void Teach(ITextHead head, int[] batch) => head.Learn([.. batch.Select(i => Texts[i])], [.. batch.Select(i => Classes[i])]);

    private static int[] Predict(ITextHead head, string[] texts)
    {
        using var scores = head.Scores(texts);
        using var greatest = scores.argmax(1);
        return [.. greatest.data<long>().ToArray().Select(@class => (int)@class)];
    }

    private static float[] Rows(ITextHead head, string[] texts)
    {
        using var scores = head.Scores(texts);
        return scores.data<float>().ToArray();
    }
}
