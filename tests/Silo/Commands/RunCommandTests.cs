using System.Net.Http.Json;
using System.Text.Json;
using Samantha.Silo.Commands;
using Samantha.Silo.Hosting;
using Samantha.Silo.Tests.Http;
using Samantha.Silo.Tests.Servers;
using Samantha.Testing;

namespace Samantha.Silo.Tests.Commands;

/// <summary>A start that cannot work says why and what to do, in one line and an exit code.</summary>
public sealed class RunCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("tokenizer.json")]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    public async Task Run_ModelFileMissing_NamesItAndTheRemedy(string file)
    {
        using var folder = Folder();
        File.Delete(Path.Combine(folder["model"], file));
        var errors = await Fails(Settings(folder));
        errors.ShouldContain(file == "model.safetensors" ? "weights" : file);
        errors.ShouldContain("--model");
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("tokenizer.json")]
    [InlineData("model.safetensors")]
    public async Task Run_ModelFileDamaged_NamesIt(string file)
    {
        using var folder = Folder();
        using (var damaged = File.OpenWrite(Path.Combine(folder["model"], file)))
            damaged.SetLength(damaged.Length / 2);
        (await Fails(Settings(folder))).ShouldContain(file);
    }

    [Fact]
    public async Task Run_NoModelThere_SaysHowToGetOne()
    {
        using var folder = new TemporaryFolder();
        (await Fails(Settings(folder))).ShouldContain("./platform train base");
    }

    [Theory]
    [InlineData("Port", "70000", "--port")]
    [InlineData("Port", "many", "Port")]
    [InlineData("Host", "nowhere", "--host")]
    [InlineData("Profile", "cloud", "embedded")]
    [InlineData("Profile", "cluster", "SAMANTHA__Storage__Postgres")]
    [InlineData("Conversations:LongestText", "0", "LongestText")]
    public async Task Run_SettingThatCannotWork_IsNamed(string name, string value, string advice)
    {
        using var folder = Folder();
        (await Fails(new Dictionary<string, string?>(Settings(folder)) { [name] = value })).ShouldContain(advice);
    }

    [Theory]
    [InlineData("Host=db;Password=hidden", null, null, "SAMANTHA__Storage__Models")]
    [InlineData("Host=db;hidden", "UseDevelopmentStorage=true", null, "Host=")]
    [InlineData("Host=db;Password=hidden", "AccountName=a;AccountKey=hidden", null, "AccountKey=…")]
    [InlineData("Host=db;Password=hidden", "UseDevelopmentStorage=true", "/tmp", "not both")]
    [InlineData("Host=db;Password=hidden", null, "/dev/null/models", "SAMANTHA__Storage__Models")]
    public async Task Run_ClusterStorageThatCannotWork_IsNamedWithoutItsSecret(string postgres, string? blobs, string? models, string advice)
    {
        using var folder = Folder();
        var said = await Fails(new Dictionary<string, string?>(Settings(folder))
        {
            ["Profile"] = "cluster",
            ["Storage:Postgres"] = postgres,
            ["Storage:Blobs"] = blobs,
            ["Storage:Models"] = models,
        });
        said.ShouldContain(advice);
        said.ShouldNotContain("hidden");
    }

    [Fact]
    public async Task Run_ClusterStorageNotThere_SaysWhatToDo()
    {
        using var folder = Folder();
        using var port = new ClosedPort();
        var said = await Fails(new Dictionary<string, string?>(Settings(folder))
        {
            ["Profile"] = "cluster",
            ["Storage:Postgres"] = $"Host=127.0.0.1;Port={port.Number};Password=hidden",
            ["Storage:Blobs"] = "UseDevelopmentStorage=true",
            ["Storage:Patience"] = "00:00:00",
        });
        said.ShouldContain("SAMANTHA__Storage__Postgres");
        said.ShouldNotContain("hidden");
    }

    [Fact]
    public async Task Run_DatabaseDamaged_NamesItAndTheRemedy()
    {
        using var folder = Folder();
        Directory.CreateDirectory(folder["data"]);
        await File.WriteAllTextAsync(Path.Combine(folder["data"], "samantha.db"), new string('x', 5_000), Token);
        var errors = await Fails(Settings(folder));
        errors.ShouldContain("samantha.db");
        errors.ShouldContain("backup");
    }

    [Fact]
    public async Task Run_OnlyVersionDamaged_NamesItAndTheRemedy()
    {
        using var folder = Folder();
        await using (await RunningService.StartAsync(settings: Settings(folder)))
        {
        }

        Damage(folder, "v1-*");
        var errors = await Fails(Settings(folder));
        errors.ShouldContain("v1-");
        errors.ShouldContain("backup");
    }

    [Fact]
    public async Task Run_LearnedVersionDamaged_ServesTheOneBefore()
    {
        using var folder = Folder();
        await using (var service = await RunningService.StartAsync(settings: Settings(folder)))
        {
            await service.Http.Complete("ada", new { turnId = "1", text = "When do you open", maxTokens = 4 });
            (await service.Http.PostAsJsonAsync("/api/conversations/ada/turns/1/feedback", new { correction = "At nine." }, Token)).EnsureSuccessStatusCode();
            while (await Serving(service) is var version && !version.StartsWith("v2-", StringComparison.Ordinal))
                await Task.Yield();
        }

        Damage(folder, "v2-*");
        await using var again = await RunningService.StartAsync(settings: new Dictionary<string, string?>(Settings(folder)) { ["Learning:Enabled"] = "false" });

        (await Serving(again)).ShouldStartWith("v1-");
        (await again.Http.Complete("ada", new { turnId = "2", text = "Still there", maxTokens = 4 })).GetProperty("model").GetString().ShouldStartWith("v1-");
        var left = (await again.Http.GetFromJsonAsync<JsonElement>("/api/models", Token)).GetProperty("versions").EnumerateArray().First();
        left.GetProperty("standing").GetString().ShouldBe("rolledBack");
        left.GetProperty("reason").GetString().ShouldNotBeNull().ShouldContain("model.safetensors");
    }

    [Fact]
    public async Task Run_DataFolderInUse_NamesTheHolder()
    {
        using var folder = Folder();
        Directory.CreateDirectory(folder["data"]);
        using (DataFolderLock.Take(folder["data"]))
            (await Fails(Settings(folder))).ShouldContain($"in use by process {Environment.ProcessId}");
        using var again = DataFolderLock.Take(folder["data"]);
    }

    [Fact]
    public async Task Run_PortInUse_OffersAnother()
    {
        await using var running = await RunningService.StartAsync();
        using var folder = Folder();
        var settings = new Dictionary<string, string?>(Settings(folder)) { ["Port"] = running.Address.Port.ToString() };
        (await Fails(settings)).ShouldContain("--port");
    }

    private static void Damage(TemporaryFolder folder, string version)
    {
        var weights = Path.Combine(Directory.GetDirectories(Path.Combine(folder["data"], "models"), version).Single(), "model.safetensors");
        using var file = File.OpenWrite(weights);
        file.SetLength(file.Length / 2);
    }

    private static async Task<string> Serving(RunningService service) =>
        (await service.Http.GetFromJsonAsync<JsonElement>("/api/models", Token)).GetProperty("versions").EnumerateArray()
            .Single(version => version.GetProperty("serving").GetBoolean()).GetProperty("id").GetString()!;

    private static TemporaryFolder Folder()
    {
        var folder = new TemporaryFolder();
        TinyModel.Save(folder["model"], seed: 3);
        return folder;
    }

    private static Dictionary<string, string?> Settings(TemporaryFolder folder) =>
        new() { ["Port"] = "0", ["Data"] = folder["data"], ["Model"] = folder["model"] };

    private static async Task<string> Fails(IReadOnlyDictionary<string, string?> settings)
    {
        using StringWriter output = new(), errors = new();
        (await RunCommand.RunAsync(settings, output, errors, Token)).ShouldBe(1);
        var said = errors.ToString();
        said.Trim().Split('\n').ShouldHaveSingleItem();
        return said;
    }
}
