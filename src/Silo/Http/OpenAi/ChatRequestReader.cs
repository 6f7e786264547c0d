using System.Text.Json;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Inference;
using Samantha.Silo.Http.Problems;

namespace Samantha.Silo.Http.OpenAi;

/// <summary>Reads what OpenAI's clients send, and says what of it cannot be done.</summary>
internal static class ChatRequestReader
{
    /// <summary>The dialogue: lines that alternate, beginning and ending with the user's.</summary>
    /// <exception cref="BadRequestException">There is no user's message at the end, or a message is not text.</exception>
    public static IReadOnlyList<ChatLine> Dialogue(ChatCompletionRequest request)
    {
        var lines = new List<ChatLine>();
        foreach (var (message, i) in (request.Messages ?? []).Select((message, i) => (message, i)))
        {
            var role = message?.Role switch
            {
                "user" => (ChatRole?)ChatRole.User,
                "assistant" => ChatRole.Assistant,
                "system" or "developer" => null,
                _ => throw new BadRequestException("unknown-role", $"messages[{i}].role must be user, assistant, system or developer."),
            };
            if (message is null || role is not { } speaker || (speaker == ChatRole.Assistant && lines.Count == 0))
                continue;
            var text = Text(message.Content, i);
            if (lines.Count > 0 && lines[^1].Role == speaker)
                lines[^1] = lines[^1] with { Text = $"{lines[^1].Text} {text}" };
            else
                lines.Add(new ChatLine(speaker, text));
        }

        return lines is [.., { Role: ChatRole.User, Text: var last }] && !string.IsNullOrWhiteSpace(last)
            ? lines
            : throw new BadRequestException("no-user-message", "The last of messages must be the user's and say something.");
    }

    /// <exception cref="BadRequestException">A setting cannot be met.</exception>
    public static SamplingSettings Sampling(ChatCompletionRequest request)
    {
        if (request.N is not (null or 1))
            throw new BadRequestException("one-reply-only", "n must be 1: a conversation has one reply to each turn.");
        return new SamplingSettings(
            Temperature: request.Temperature,
            TopP: request.TopP,
            MaxTokens: request.MaxCompletionTokens ?? request.MaxTokens,
            Stop: Stop(request.Stop),
            Seed: request.Seed);
    }

    private static string Text(JsonElement content, int message) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Join(' ', content.EnumerateArray().Select(part =>
            part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
                ? text.GetString()
                : throw new BadRequestException("text-only", $"messages[{message}].content may only have parts of type text."))),
        _ => throw new BadRequestException("text-only", $"messages[{message}].content must be a string or an array of text parts."),
    };

    private static List<string>? Stop(JsonElement? stop) => stop?.ValueKind switch
    {
        null or JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => [stop.Value.GetString()!],
        JsonValueKind.Array when stop.Value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            [.. stop.Value.EnumerateArray().Select(item => item.GetString()!)],
        _ => throw new BadRequestException("bad-stop", "stop must be a string or an array of strings."),
    };
}
