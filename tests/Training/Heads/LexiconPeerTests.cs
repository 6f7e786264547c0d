using Samantha.Training.Data;
using Samantha.Training.Heads;

namespace Samantha.Training.Tests.Heads;

public sealed class LexiconPeerTests
{
    [Theory]
    [InlineData("What a good day!", Sentiment.Positive)]
    [InlineData("not a good day", Sentiment.Negative)]
    [InlineData("it isn't bad", Sentiment.Positive)]
    [InlineData("bad, bad and good", Sentiment.Negative)]
    [InlineData("a day :(", Sentiment.Negative)]
    [InlineData("a day", Sentiment.Neutral)]
    [InlineData("", Sentiment.Neutral)]
    public void Read_Text_IsTheSumOfItsWords(string text, Sentiment expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["vader_lexicon.txt"], "good\t1.9\t0.5\nbad\t-2.5\t0.7\n:(\t-1.9\t0.5\n");

        new LexiconPeer(folder.Path).Read(text).ShouldBe(expected);
    }

    [Fact]
    public void Create_LexiconThatIsMissingOrMalformed_SaysSo()
    {
        using var folder = new TemporaryFolder();

        Should.Throw<TrainingDataException>(() => new LexiconPeer(folder.Path)).Message.ShouldContain("is missing");
        File.WriteAllText(folder["vader_lexicon.txt"], "good\t1.9\nbad\n");
        Should.Throw<TrainingDataException>(() => new LexiconPeer(folder.Path)).Message.ShouldContain("line 2");
    }
}
