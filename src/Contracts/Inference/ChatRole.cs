namespace Samantha.Contracts.Inference;

/// <summary>Who speaks.</summary>
public enum ChatRole
{
    /// <summary>The user.</summary>
    User,

    /// <summary>The companion.</summary>
    Assistant,
}
