using Samantha.Modeling;

namespace Samantha.Training.Data;

/// <summary>A dialogue of a user with services.</summary>
/// <param name="Services">The services called, <c>Hotels_2</c>: a domain and which of its providers.</param>
/// <param name="Turns">What is said.</param>
public sealed record ServiceDialogue(IReadOnlyList<string> Services, IReadOnlyList<DialogueTurn> Turns)
{
    /// <summary>The domains of the services, each once.</summary>
    public IEnumerable<string> Domains => Services.Select(service => service.Split('_')[0]).Distinct();
}
