using Samantha.Contracts.Problems;
using Samantha.Inference;
using Samantha.Modeling.Checkpoints;
using Samantha.Modeling.Tokenization;

namespace Samantha.Grains.Inference;

/// <summary>The engine's errors as problems that callers can act on.</summary>
internal static class EngineProblems
{
    public static Exception Of(Exception error) => error switch
    {
        SamanthaException or OperationCanceledException => error,
        EngineOverloadedException => new OverloadedException("Too many replies are being written at the moment. Try again in a moment."),
        PromptTooLongException => new TextTooLongException("The text is longer than the model's context has room for. Shorten it or send it in parts."),
        VersionNotFoundException => new UnknownVersionException("There is no model version with this id. The list of versions has the ids there are."),
        BrokenVersionException => new VersionNotServableException("The model version computes what are no numbers. Roll back to another version."),
        CheckpointException or TokenizerFormatException => new VersionNotServableException($"The model version cannot be loaded: {error.Message}"),
        ArgumentException => new InvalidSamplingException("A sampling setting is out of its range."),
        InferenceException or ObjectDisposedException => new ModelUnavailableException("The reply broke off. Send the request again in a moment."),
        _ => error,
    };
}
