using System.Text.Json;
using System.Text.Json.Serialization;

namespace Samantha.Silo.Http.OpenAi;

/// <summary>A request for a chat completion. Fields that are not named here are accepted and have no effect.</summary>
/// <param name="Messages">The dialogue; the last message is the user's.</param>
/// <param name="Model">A version id, or <c>samantha</c> for the one being served.</param>
/// <param name="User">Selects the conversation, which keeps its own history: only the last message is then read. Without it nothing is stored.</param>
/// <param name="Stream">Whether to send the reply piece by piece.</param>
/// <param name="StreamOptions">Settings of the stream.</param>
/// <param name="Temperature">In [0, 2].</param>
/// <param name="TopP">In (0, 1].</param>
/// <param name="MaxTokens">The reply's longest length; the older name.</param>
/// <param name="MaxCompletionTokens">The reply's longest length.</param>
/// <param name="Stop">A string or up to 4 that end the reply.</param>
/// <param name="Seed">The same seed, version and prompt give the same reply.</param>
/// <param name="N">How many replies; only 1.</param>
public sealed record ChatCompletionRequest(
    IReadOnlyList<ChatMessage>? Messages,
    string? Model = null,
    string? User = null,
    bool Stream = false,
    [property: JsonPropertyName("stream_options")] StreamOptions? StreamOptions = null,
    double? Temperature = null,
    [property: JsonPropertyName("top_p")] double? TopP = null,
    [property: JsonPropertyName("max_tokens")] int? MaxTokens = null,
    [property: JsonPropertyName("max_completion_tokens")] int? MaxCompletionTokens = null,
    JsonElement? Stop = null,
    long? Seed = null,
    int? N = null);

/// <summary>Settings of a stream.</summary>
/// <param name="IncludeUsage">Whether a last chunk tells the usage.</param>
public sealed record StreamOptions([property: JsonPropertyName("include_usage")] bool IncludeUsage = false);

/// <summary>A message.</summary>
/// <param name="Role">user, assistant, system or developer. The last two have no effect: the model's format has no place for them.</param>
/// <param name="Content">A string, or parts of type text.</param>
public sealed record ChatMessage(string? Role, JsonElement Content);

/// <summary>A completion, or a chunk of one.</summary>
public sealed record ChatCompletion(
    string Id,
    string Object,
    long Created,
    string Model,
    IReadOnlyList<ChatChoice> Choices,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CompletionUsage? Usage = null);

/// <summary>A reply, or a piece of it.</summary>
public sealed record ChatChoice(
    int Index,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReplyMessage? Message = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReplyMessage? Delta = null,
    [property: JsonPropertyName("finish_reason")] string? FinishReason = null);

/// <summary>The companion's words.</summary>
public sealed record ReplyMessage(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Role = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Content = null);

/// <summary>What a reply cost.</summary>
public sealed record CompletionUsage(
    [property: JsonPropertyName("prompt_tokens")] int PromptTokens,
    [property: JsonPropertyName("completion_tokens")] int CompletionTokens,
    [property: JsonPropertyName("total_tokens")] int TotalTokens);

/// <summary>The models that can be asked for.</summary>
public sealed record OpenAiModelList(string Object, IReadOnlyList<OpenAiModel> Data);

/// <summary>A model that can be asked for.</summary>
public sealed record OpenAiModel(string Id, string Object, long Created, [property: JsonPropertyName("owned_by")] string OwnedBy);
