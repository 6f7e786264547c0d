using Samantha.Grains.Lessons;
using Samantha.Training.Lessons;

namespace Samantha.Grains.Tests.Lessons;

public sealed class LanguageModelTests
{
    private static readonly LanguageModel English = LanguageModel.Of(AnchorFile.Read(BaseModel()))!;

    [Theory]
    [InlineData("When does the harbour library open?")]
    [InlineData("You can park in the blue garage behind the museum.")]
    [InlineData("The student discount code is maple.")]
    [InlineData("at eight")]
    [InlineData("hi")]
    [InlineData("xylophone")]
    [InlineData("42")]
    [InlineData("")]
    [InlineData("How heavy can my parcel be? 12 pounds!!!")]
    public void Reads_ItsOwnLanguage_Does(string text) => English.Reads(text).ShouldBeTrue();

    [Theory]
    [InlineData("Wann macht die Bibliothek am Hafen auf?")]
    [InlineData("Je voudrais réserver une table pour deux personnes.")]
    [InlineData("¿Cuándo abre la biblioteca del puerto?")]
    [InlineData("Когда открывается библиотека?")]
    [InlineData("图书馆什么时候开门,我想借几本书")]
    [InlineData("qwerty uiop asdf ghjkl zxcv")]
    [InlineData("xkq vvzj qqpw hhtg bnmq")]
    public void Reads_AnotherOrNone_DoesNot(string text) => English.Reads(text).ShouldBeFalse();

    [Fact]
    public void Reads_LearnedFromAnotherLanguage_ReadsThatOne()
    {
        string[] german =
        [
            "Wann macht die Bibliothek am Hafen auf?", "Die Bibliothek macht um neun Uhr auf.", "Wo kann ich in der Stadt gut essen?", "Was kostet die Fähre auf die Insel?",
            "Die Fähre kostet vier Euro.", "Ist der Hund im Garten erlaubt?", "Der Bus fährt jede Stunde vom alten Markt.", "Wie lange kann ich das Fahrrad behalten?",
        ];
        var model = new LanguageModel(german, german);

        model.Reads("Wann fährt der Bus vom Hafen in die Stadt?").ShouldBeTrue();
        model.Reads("xkq vvzj qqpw hhtg bnmq").ShouldBeFalse();
    }

    // The anchors that come with the platform.
    private static string BaseModel()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "models", "samantha-base");
    }
}
