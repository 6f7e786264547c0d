using Samantha.Training.Heads.Entities;

namespace Samantha.Training.Tests.Heads.Entities;

public sealed class WordReaderTests
{
    [Fact]
    public void Read_WordsWithCapitals_CountOnlyWhereNoSentenceBegins()
    {
        var reader = new WordReader();
        for (var i = 0; i < 10; i++)
        {
            reader.Read(["The", "road", "to", "London", ".", "The", "end"]);
            reader.Read(["the", "the", "london"]);
        }

        var words = reader.Know([]);

        words.Habit("the").ShouldBe("known never");
        words.Habit("london").ShouldBe("known mostly"); // one of two: a place that some write small
        words.Habit("road").ShouldBe("known never");
        words.Habit("paris").ShouldBe("new ?");
        words.Class("the", 0).ShouldBe("?");
    }

    [Fact]
    public void Know_WordsThatAreUsedAlike_AreOfOneClass()
    {
        string[] places = ["london", "paris", "rome"];
        string[] animals = ["cat", "dog", "horse"];
        var reader = new WordReader();
        foreach (var i in Enumerable.Range(0, 20))
        {
            reader.Read(["we", "live", "in", places[i % 3], "now"]);
            reader.Read(["they", "fly", "to", places[(i + 1) % 3], "tomorrow"]);
            reader.Read(["we", "see", "the", animals[i % 3], "run"]);
            reader.Read(["they", "feed", "a", animals[(i + 1) % 3], "often"]);
        }

        var words = reader.Know([6]);

        places.Select(word => words.Class(word, 0)).Distinct().ShouldHaveSingleItem();
        animals.Select(word => words.Class(word, 0)).Distinct().ShouldHaveSingleItem().ShouldNotBe(words.Class("rome", 0));
        words.Class("#rome", 0).ShouldBe(words.Class("rome", 0));
        words.Class("unseen", 0).ShouldBe("?");
    }

    [Fact]
    public void Split_Line_IsWordsAndSigns() =>
        RawText.Split("I'm 12, \"really\"!").ShouldBe(["I", "'", "m", "12", ",", "\"", "really", "\"", "!"]);
}
