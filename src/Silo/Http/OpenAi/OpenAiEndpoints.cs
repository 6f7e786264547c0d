using System.Runtime.CompilerServices;
using Orleans;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Inference;
using Samantha.Contracts.Models;
using Samantha.Grains.Inference;
using Samantha.Silo.Http.Conversations;
using Samantha.Silo.Http.Problems;
using Samantha.Silo.Http.Streaming;

namespace Samantha.Silo.Http.OpenAi;

/// <summary>The part of OpenAI's interface that chat clients use.</summary>
internal static class OpenAiEndpoints
{
    /// <summary>Ends a stream.</summary>
    private const string Done = "[DONE]";

    public static void MapOpenAi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("OpenAI").AddEndpointFilter<RouteGroupBuilder, PassingFailures>();
        group.MapPost("/chat/completions", Complete).WithSummary("A chat completion, whole or streamed.")
            .Produces<ChatCompletion>().Produces<ErrorBody>(StatusCodes.Status400BadRequest).Produces<ErrorBody>(StatusCodes.Status404NotFound);
        group.MapGet("/models", List).WithSummary("The models that can be asked for.");
        group.MapGet("/models/{model}", Find).WithSummary("One model.");
    }

    private static async Task Complete(ChatCompletionRequest body, IGrainFactory grains, InferenceRouter router, EventStream stream, TimeProvider time, HttpContext context)
    {
        var dialogue = ChatRequestReader.Dialogue(body);
        var sampling = ChatRequestReader.Sampling(body);
        var turnId = context.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } key ? key : context.NewTurnId();
        var pieces = body.User is { Length: > 0 } user
            ? Conversing(grains.GetGrain<IConversationGrain>(user).Say(new TurnRequest(dialogue[^1].Text, turnId, body.Model, sampling), context.RequestAborted))
            : Passing(router, dialogue, body.Model, sampling, context.RequestAborted);
        var reply = new ReplyShape($"chatcmpl-{turnId}", time.GetUtcNow().ToUnixTimeSeconds());
        if (body.Stream)
            await stream.SendAsync(context, Chunks(reply, pieces, body.StreamOptions?.IncludeUsage ?? false), problem => (null, ErrorBody.Of(problem)));
        else
            await context.Response.WriteAsJsonAsync(await Whole(reply, pieces), context.RequestAborted);
    }

    /// <summary>A turn of a conversation that is kept.</summary>
    private static async IAsyncEnumerable<GenerationEvent> Conversing(IAsyncEnumerable<TurnEvent> events)
    {
        var said = 0;
        await foreach (var happened in events)
        {
            switch (happened)
            {
                case TokenGenerated token:
                    said += token.Text.Length;
                    yield return new GenerationEvent(token.Model, token.Text);
                    break;
                case TurnCompleted completed:
                    // A turn that was stored before comes whole.
                    yield return new GenerationEvent(completed.Turn.Model, said == 0 ? completed.Turn.Reply : "", FinishReason.Stop, completed.Usage);
                    break;
                case TurnFailed failed:
                    throw new FailedTurnException(ProblemDocument.Of(failed));
            }
        }
    }

    /// <summary>A dialogue that the client keeps; nothing is stored.</summary>
    private static async IAsyncEnumerable<GenerationEvent> Passing(
        InferenceRouter router, IReadOnlyList<ChatLine> dialogue, string? model, SamplingSettings sampling, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var version = await router.Resolve(model);
        await foreach (var piece in router.Generate(new GenerationRequest(dialogue, 0, null, version, sampling), cancellationToken))
            yield return piece;
    }

    private static async Task<ChatCompletion> Whole(ReplyShape shape, IAsyncEnumerable<GenerationEvent> pieces)
    {
        var text = new System.Text.StringBuilder();
        GenerationEvent? last = null;
        await foreach (var piece in pieces)
        {
            text.Append(piece.Text);
            last = piece;
        }

        return new ChatCompletion(shape.Id, "chat.completion", shape.Created, last!.Version,
            [new ChatChoice(0, Message: new ReplyMessage("assistant", text.ToString()), FinishReason: Name(last.Finish))], Usage(last.Usage));
    }

    private static async IAsyncEnumerable<(string? Name, object Data)> Chunks(ReplyShape shape, IAsyncEnumerable<GenerationEvent> pieces, bool usage)
    {
        var first = true;
        await foreach (var piece in pieces)
        {
            if (piece.Text.Length > 0 || first)
                yield return (null, Chunk(piece, new ChatChoice(0, Delta: new ReplyMessage(first ? "assistant" : null, piece.Text))));
            first = false;
            if (piece.Finish is null)
                continue;
            yield return (null, Chunk(piece, new ChatChoice(0, Delta: new ReplyMessage(), FinishReason: Name(piece.Finish))));
            if (usage)
                yield return (null, new ChatCompletion(shape.Id, "chat.completion.chunk", shape.Created, piece.Version, [], Usage(piece.Usage)));
        }

        yield return (null, Done);

        ChatCompletion Chunk(GenerationEvent piece, ChatChoice choice) => new(shape.Id, "chat.completion.chunk", shape.Created, piece.Version, [choice]);
    }

    private static async Task<OpenAiModelList> List(IGrainFactory grains, TimeProvider time)
    {
        var versions = await grains.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.DefaultKey).List();
        return new OpenAiModelList("list",
        [
            new OpenAiModel(InferenceRouter.Served, "model", time.GetUtcNow().ToUnixTimeSeconds(), InferenceRouter.Served),
            .. versions.Where(version => version.Standing != ModelStanding.Rejected).Select(Describe),
        ]);
    }

    private static async Task<OpenAiModel> Find(string model, IGrainFactory grains, TimeProvider time) => model == InferenceRouter.Served
        ? new OpenAiModel(model, "model", time.GetUtcNow().ToUnixTimeSeconds(), model)
        : Describe(await grains.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.DefaultKey).Find(model));

    private static OpenAiModel Describe(ModelVersion version) => new(version.Id, "model", version.CreatedAt.ToUnixTimeSeconds(), InferenceRouter.Served);

    private static string Name(FinishReason? reason) => reason == FinishReason.Length ? "length" : "stop";

    private static CompletionUsage Usage(GenerationUsage? usage) =>
        new(usage?.PromptTokens ?? 0, usage?.ReplyTokens ?? 0, (usage?.PromptTokens ?? 0) + (usage?.ReplyTokens ?? 0));

    private sealed record ReplyShape(string Id, long Created);
}
