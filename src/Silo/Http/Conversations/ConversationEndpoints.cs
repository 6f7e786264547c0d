using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;
using Samantha.Contracts.Conversations;
using Samantha.Contracts.Emotions;
using Samantha.Contracts.Interactions;
using Samantha.Silo.Http.Problems;
using Samantha.Silo.Http.Streaming;

namespace Samantha.Silo.Http.Conversations;

/// <summary>Conversations: turns, history, judgements, memory; what a user may have and have deleted.</summary>
internal static class ConversationEndpoints
{
    public static void MapConversations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/conversations/{user}").WithTags("Conversations").WithProblems().AddEndpointFilter<RouteGroupBuilder, PassingFailures>();
        group.MapPost("/turns", Say).WithSummary("Say something; the answer is streamed.")
            .WithDescription("Server-sent events: emotion, then token for each piece of the reply, then completed once the turn is stored, or failed. "
                + "The same turn id with the same text again returns the stored reply and changes nothing.")
            .Produces<TurnCompletedBody>(StatusCodes.Status200OK, "text/event-stream");
        group.MapGet("", Read).WithSummary("History, emotional state and memory.");
        group.MapGet("/turns/{turnId}", ReadTurn).WithSummary("One stored turn.");
        group.MapGet("/turns/{turnId}/emotion", Explain).WithSummary("Which words of a turn moved the emotional state.");
        group.MapPost("/turns/{turnId}/feedback", Judge).WithSummary("Rate a reply, or say what it should have been.");
        group.MapPost("/lessons", Teach).WithSummary("Teach, for everyone, how a question about the service is answered.");
        group.MapPost("/memory", Remember).WithSummary("Tell the companion something to remember of this user.");
        group.MapDelete("/memory/{factId:long}", Unremember).WithSummary("Remove something from the companion's memory.");
        group.MapPut("/consent", SetConsent).WithSummary("State whether the model may learn from this user.");
        group.MapPost("/emotional-state/reset", Reset).WithSummary("Set the companion's emotional state back to its temperament.");
        group.MapGet("/export", Export).WithSummary("Everything stored of this user.");
        group.MapDelete("", Forget).WithSummary("Delete everything stored of this user.");
    }

    private static Task Say(string user, TurnBody body, IGrainFactory grains, EventStream stream, HttpContext context)
    {
        // The turn keeps the id that it is given here when it has to be said again.
        var turn = body with { TurnId = body.TurnId ?? context.NewTurnId() };
        return stream.SendAsync(context, TurnEvents.OnTheWire(grains.Conversation(user).Say(turn.ToRequest(), context.RequestAborted)), problem => ("failed", problem));
    }

    private static Task<ConversationView> Read(string user, IGrainFactory grains, long? before = null, int limit = 50) =>
        grains.Conversation(user).Read(before, limit);

    private static Task<Turn> ReadTurn(string user, string turnId, IGrainFactory grains) => grains.Conversation(user).ReadTurn(turnId);

    private static Task<EmotionExplanation> Explain(string user, string turnId, IGrainFactory grains) => grains.Conversation(user).Explain(turnId);

    private static Task<Turn> Judge(string user, string turnId, FeedbackBody body, IGrainFactory grains) =>
        grains.Conversation(user).Judge(turnId, new Feedback(body.Rating, body.Correction));

    private static async Task<Accepted> Teach(string user, LessonBody body, IGrainFactory grains)
    {
        await grains.Conversation(user).Teach(body.Question ?? "", body.Answer ?? "");
        return TypedResults.Accepted("/api/training");
    }

    private static Task<Fact> Remember(string user, FactBody body, IGrainFactory grains) => grains.Conversation(user).Remember(body.Text ?? "");

    private static async Task<Results<NoContent, NotFound>> Unremember(string user, long factId, IGrainFactory grains) =>
        await grains.Conversation(user).Unremember(factId) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<NoContent> SetConsent(string user, ConsentBody body, IGrainFactory grains)
    {
        await grains.Conversation(user).SetConsent(body.Consent);
        return TypedResults.NoContent();
    }

    private static Task<EmotionalState> Reset(string user, IGrainFactory grains) => grains.Conversation(user).ResetEmotionalState();

    private static IAsyncEnumerable<Interaction> Export(string user, IGrainFactory grains, CancellationToken cancellationToken) =>
        grains.Conversation(user).Export(cancellationToken);

    private static Task<ForgetReceipt> Forget(string user, IGrainFactory grains) => grains.Conversation(user).Forget();

    private static IConversationGrain Conversation(this IGrainFactory grains, string user) => grains.GetGrain<IConversationGrain>(user);
}

/// <summary>A user's judgement of a reply.</summary>
/// <param name="Rating">-1 (bad), 0 (withdrawn) or 1 (good).</param>
/// <param name="Correction">What the reply should have been.</param>
public sealed record FeedbackBody(int? Rating = null, string? Correction = null);

/// <summary>A question about the service and its answer; nothing personal.</summary>
/// <param name="Question">The question.</param>
/// <param name="Answer">How it is answered.</param>
public sealed record LessonBody(string? Question, string? Answer);

/// <summary>Something to remember of a user. It stays with the user and is never trained on.</summary>
/// <param name="Text">On one line.</param>
public sealed record FactBody(string? Text);

/// <summary>Whether the model may learn from a user.</summary>
/// <param name="Consent">What holds from now on, also for what is already stored.</param>
public sealed record ConsentBody(Consent Consent);
