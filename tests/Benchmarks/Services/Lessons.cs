namespace Samantha.Benchmarks.Services;

/// <summary>A question about a service that the base cannot know the answer of, the answer, and another way to ask.</summary>
internal sealed record Lesson(string Question, string Answer, string Paraphrase)
{
    /// <summary>Whether a reply gives the answer, whatever its case and outer punctuation.</summary>
    public bool IsIn(string reply) => Plain(reply).Contains(Plain(Answer), StringComparison.Ordinal);

    private static string Plain(string text) => string.Join(' ', text.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.', '!', ' ');
}

/// <summary>Lessons about an invented service; nothing personal, which would not be learned: not even a question of one's own dog.</summary>
internal static class Lessons
{
    public static IReadOnlyList<Lesson> All { get; } =
    [
        new("When does the harbour library open?", "The harbour library opens at nine every morning.", "At what time does the harbour library open?"),
        new("How long can I return a bicycle?", "You can return a bicycle within sixty days.", "How many days do I have to return a bicycle?"),
        new("Which plan includes night support?", "The silver plan includes night support.", "What plan has night support included?"),
        new("How much is the island ferry?", "The island ferry costs four dollars each way.", "What does the island ferry cost?"),
        new("Where can I park near the museum?", "You can park in the blue garage behind the museum.", "Where is parking near the museum?"),
        new("Who fixes a broken meter?", "The water office fixes a broken meter within two days.", "Who do I call about a broken meter?"),
        new("Are dogs allowed in the garden?", "Yes, dogs are welcome in the garden before noon.", "Is a dog allowed in the garden?"),
        new("What is the code for the student discount?", "The student discount code is maple.", "Which code gives the student discount?"),
        new("How do I cancel the morning delivery?", "You can cancel the morning delivery until midnight.", "Until when can I cancel the morning delivery?"),
        new("Does the gym have a pool?", "Yes, the gym has a warm pool on the second floor.", "Is there a pool in the gym?"),
        new("When does the night bus leave?", "The night bus leaves every hour from the old square.", "What time does the night bus leave?"),
        new("How heavy can my parcel be?", "A parcel can weigh up to twelve pounds.", "What can my parcel weigh at most?"),
        new("Where do I pick up my ticket?", "Pick up your ticket at the counter by the east gate.", "At which counter do I pick up my ticket?"),
    ];
}
