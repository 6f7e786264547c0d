using Samantha.Grains.Conversations;
using Samantha.Grains.Models;
using Samantha.Grains.Training;

namespace Samantha.Grains.Hosting;

/// <summary>Everything about the platform's grains that can be set.</summary>
public sealed class SamanthaOptions
{
    /// <summary>The folder of the model to import at start; a model that was imported before is not imported again.</summary>
    public string ModelFolder { get; set; } = "models/samantha-base";

    /// <summary>Where training sessions keep their checkpoints.</summary>
    public string WorkFolder { get; set; } = "data/training";

    /// <summary>Limits and manners of conversations.</summary>
    public ConversationOptions Conversations { get; set; } = new();

    /// <summary>When and from what the trainer learns.</summary>
    public LearningOptions Learning { get; set; } = new();

    /// <summary>How cautiously versions are rolled out.</summary>
    public RolloutOptions Rollout { get; set; } = new();
}
