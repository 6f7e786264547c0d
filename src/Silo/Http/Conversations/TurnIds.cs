namespace Samantha.Silo.Http.Conversations;

/// <summary>Ids of turns that their callers gave none.</summary>
internal static class TurnIds
{
    /// <summary>A new id, the same for as long as the request lasts.</summary>
    public static string NewTurnId(this HttpContext context) => (string)(context.Items[typeof(TurnIds)] ??= Guid.NewGuid().ToString("n"));
}
