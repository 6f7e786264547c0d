using Samantha.Client;
using Samantha.Silo.Commands;
using Samantha.Silo.Tests.Http;
using Spectre.Console;

namespace Samantha.Silo.Tests.Commands;

public sealed class ChatCommandTests(ServiceFixture fixture)
{
    [Fact]
    public async Task Chat_WordsAndCommands_AreAnsweredKeptAndShown()
    {
        var (code, said) = await Chat(fixture.Service.Address, "tess", "What a wonderful day\n/down\n/state\n/models\n/dance\n/quit\nnot read");

        code.ShouldBe(0);
        said.ShouldContain("heard joy");
        said.ShouldContain("Rated down.");
        said.ShouldContain("valence");
        said.ShouldContain("serving");
        said.ShouldContain("/better TEXT");
        using var client = new SamanthaClient(new SamanthaClientOptions { BaseAddress = fixture.Service.Address });
        var conversation = await client.Conversation("tess").ReadAsync(cancellationToken: TestContext.Current.CancellationToken);
        conversation.Turns.ShouldHaveSingleItem().Feedback.ShouldNotBeNull().Rating.ShouldBe(-1);
    }

    [Fact]
    public async Task Chat_NothingToJudge_SaysSo() =>
        (await Chat(fixture.Service.Address, "new-user", "/up\n/better\n")).Said.ShouldContain("no reply to judge");

    [Fact]
    public async Task Chat_NoService_SaysHowToStartOne()
    {
        var (code, said) = await Chat(new Uri("http://127.0.0.1:1"), "tess", "Hello?");
        code.ShouldBe(1);
        said.ShouldContain("./platform run");
    }

    private static async Task<(int Code, string Said)> Chat(Uri address, string user, string lines)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 200;
        var code = await ChatCommand.RunAsync(new SamanthaClientOptions { BaseAddress = address }, user, console, new StringReader(lines), TestContext.Current.CancellationToken);
        return (code, writer.ToString());
    }
}
