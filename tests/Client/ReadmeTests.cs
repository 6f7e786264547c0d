using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Samantha.Client.Conversations;
using Samantha.Contracts.Conversations;

namespace Samantha.Client.Tests;

/// <summary>The README's examples compile and run: they are the code below, word for word.</summary>
public sealed partial class ReadmeTests(ServiceFixture fixture)
{
    [Fact]
    public async Task Readme_Examples_DoWhatTheySay()
    {
        var services = new ServiceCollection();
        Register(services);
        await using (var provider = services.BuildServiceProvider())
            provider.GetRequiredService<SamanthaClient>().ShouldBeSameAs(provider.GetRequiredService<SamanthaClient>());

        var several = new ServiceCollection();
        RegisterSeveral(several);
        await using (var provider = several.BuildServiceProvider())
            provider.GetRequiredService<SamanthaClient>().ShouldNotBeNull();

        var member = Host.CreateEmptyApplicationBuilder(null);
        RegisterInCluster(member, "Host=127.0.0.1");
        using (var host = member.Build())
            host.Services.GetRequiredService<SamanthaClient>().ShouldNotBeNull();

        using var client = fixture.Client();
        using var output = new StringWriter();
        await Say(client, output);
        output.ToString().ShouldMatch(@"\[v1-[0-9a-f]{12}\]");
        await Teach(client, client.Conversation("ada-of-the-readme"));
    }

    [Fact]
    public void Readme_EveryExample_IsCodeOfThisFile()
    {
        var here = Path.GetDirectoryName(ThisFile())!;
        var code = Words(File.ReadAllText(ThisFile()));
        var examples = Example().Matches(File.ReadAllText(Path.Combine(here, "../../src/Client/README.md"))).Select(match => match.Groups[1].Value).ToList();
        examples.Count.ShouldBe(5);
        foreach (var example in examples)
            code.ShouldContain(Words(example));
    }

    private static void RegisterSeveral(IServiceCollection services)
    {
        services.AddSamanthaClient(options =>
        {
            options.BaseAddress = new Uri("http://127.0.0.1:5080");
            options.OtherAddresses = [new Uri("http://127.0.0.1:5081"), new Uri("http://127.0.0.1:5082")];
        });
    }

    private static void Register(IServiceCollection services)
    {
        services.AddSamanthaClient(options => options.BaseAddress = new Uri("http://127.0.0.1:5080"));
    }

    private static void RegisterInCluster(HostApplicationBuilder builder, string connectionString)
    {
        builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = "samantha")
            .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", connectionString)));
        builder.Services.AddSamanthaClusterClient();
    }

    private static async Task Say(SamanthaClient client, TextWriter output)
    {
        var conversation = client.Conversation("ada");
        await foreach (var update in conversation.SayAsync("When does the harbour library open?"))
        {
            switch (update)
            {
                case EmotionHeard heard: output.WriteLine($"({heard.Dominant})"); break;
                case ReplyGrew grew: output.Write(grew.Text); break;
                case TurnRestarted: output.WriteLine(); break; // the connection broke: the reply begins anew
                case TurnConfirmed confirmed: output.WriteLine($" [{confirmed.Model}]"); break;
            }
        }
    }

    private static async Task Teach(SamanthaClient client, ConversationClient conversation)
    {
        var answer = await conversation.AskAsync("When does the harbour library open?");
        await conversation.JudgeAsync(answer.TurnId, new Feedback(Correction: "The harbour library opens at nine every morning."));
        var training = await client.Training.StatusAsync();
        var versions = await client.Models.ListAsync();
        training.WaitingLessons.ShouldBeGreaterThanOrEqualTo(0);
        versions.Serving.ShouldNotBeNull();
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private static string Words(string text) => Space().Replace(text, " ").Trim();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
