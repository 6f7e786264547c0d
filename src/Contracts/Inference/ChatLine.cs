using Orleans;

namespace Samantha.Contracts.Inference;

/// <summary>One line of a dialogue.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Text">What is said; line breaks are folded to one space when it is put into a prompt.</param>
[GenerateSerializer, Immutable, Alias("samantha.chat-line")]
public sealed record ChatLine(
    [property: Id(0)] ChatRole Role,
    [property: Id(1)] string Text);
