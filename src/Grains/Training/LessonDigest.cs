using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Samantha.Grains.Training;

/// <summary>
/// What a session is made of, as numbers. They depend on what was taught and on the parent's weights, and on no position,
/// author or count: so a history in which someone never taught has the same ones wherever it is the same.
/// </summary>
internal static class LessonDigest
{
    /// <summary>SHA-256 over a session's lessons, in hex.</summary>
    public static string Of(IEnumerable<TaughtLesson> lessons, IEnumerable<TaughtLesson> rehearsed) => Convert.ToHexStringLower(SHA256.HashData(
        JsonSerializer.SerializeToUtf8Bytes(new { Lessons = lessons.Select(Content), Rehearsed = rehearsed.Select(Content) })));

    /// <summary>The seed of a session: whole numbers up to 2^53, which every reader of JSON can hold.</summary>
    /// <param name="parentWeights">SHA-256 of the parent's weights, in hex.</param>
    /// <param name="digest">That of the lessons.</param>
    /// <param name="attempts">How often the lessons were tried before: what the gate rejected is not made the same way again.</param>
    /// <param name="seed">The seed of all sessions.</param>
    public static long Seed(string parentWeights, string digest, int attempts, long seed) =>
        (long)(BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{parentWeights} {digest} {attempts} {seed}"))) >> 11);

    /// <summary>Where a lesson comes in a random order that others' coming and going does not change.</summary>
    /// <param name="lesson">The lesson.</param>
    /// <param name="key">Makes one order of many.</param>
    public static string Rank(TaughtLesson lesson, string key) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { Key = key, Lesson = Content(lesson) })));

    private static object Content(TaughtLesson lesson) => new { lesson.Prompt, lesson.Answer, lesson.Rejected, lesson.Kind };
}
