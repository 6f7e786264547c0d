namespace Samantha.Benchmarks.Turns;

/// <summary>What users say where it is of no matter what they say.</summary>
internal static class Sayings
{
    public static IReadOnlyList<string> All { get; } =
    [
        "I would like to find a place to eat.", "Can you find me a hotel in the city?", "Tell me about the weather tomorrow.", "I need a bus to the coast.",
        "Play some music for me, please.", "What films are on tonight?", "Book a table for two at seven.", "How are you today? I had a wonderful morning.",
    ];
}
