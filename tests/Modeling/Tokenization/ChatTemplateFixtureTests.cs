using System.Text.Json;
using Samantha.Modeling.Tokenization;
using Samantha.Modeling.Tokenization.ChatTemplates;

namespace Samantha.Modeling.Tests.Tokenization;

/// <summary>Every conversation of the fixtures, rendered as Hugging Face renders it.</summary>
public class ChatTemplateFixtureTests
{
    [Fact]
    public void Render_FixtureConversations_GivesTheExpectedTextIdsAndErrors()
    {
        var tokenizers = new Dictionary<string, HuggingFaceTokenizer>();
        var lines = 0;
        foreach (var line in TokenizerFixtures.Lines("chat", "expected.jsonl"))
        {
            lines++;
            var name = line.GetProperty("tokenizer").GetString()!;
            if (!tokenizers.TryGetValue(name, out var tokenizer))
                tokenizers[name] = tokenizer = HuggingFaceTokenizer.Load(Fixtures.Folder(name));

            if (line.TryGetProperty("error", out var error))
            {
                var refusal = Should.Throw<ChatTemplateException>(() => Render(line, tokenizer));
                ("TemplateError: " + refusal.Reason).ShouldBe(error.GetString());
                continue;
            }

            var rendered = Render(line, tokenizer);
            rendered.ShouldBe(line.GetProperty("rendered").GetString());
            tokenizer.Encode(rendered, addSpecialTokens: false).Ids.ShouldBe(line.GetProperty("ids").Ids());
        }

        lines.ShouldBe(54);
    }

    private static string Render(JsonElement line, HuggingFaceTokenizer tokenizer)
    {
        var source = line.GetProperty("template").GetString()!;
        var template = source.EndsWith("#chat_template", StringComparison.Ordinal)
            ? HuggingFaceTokenizer.Load(Fixtures.Folder(Path.GetDirectoryName(source)!)).Configuration.ChatTemplate!
            : File.ReadAllText(Fixtures.Folder(source));
        return ChatTemplate.Parse(template).Render(
            line.GetProperty("messages").EnumerateArray().Select(message =>
                new ChatMessage(message.GetProperty("role").GetString()!, message.GetProperty("content").GetString()!)),
            line.GetProperty("add_generation_prompt").GetBoolean(),
            line.GetProperty("bos_token").GetString(),
            line.GetProperty("eos_token").GetString(),
            line.GetProperty("kwargs").EnumerateObject().ToDictionary(
                member => member.Name,
                object? (member) => member.Value.ValueKind == JsonValueKind.True));
    }
}
