namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary>The chat template of the platform's own models: it renders a conversation as <see cref="DialogueFormat"/> does.</summary>
public static class DialogueChatTemplate
{
    /// <summary>
    /// The template's text. With <c>add_generation_prompt</c> it ends where the reply begins, else with the empty line that
    /// ends a dialogue. Messages of other roles than user and assistant have no place in the format and are left out. An
    /// optional variable <c>control_tokens</c> goes before the first line.
    /// </summary>
    public const string Source =
        """
        {{- bos_token }}{{ control_tokens }}
        {%- for message in messages if message.role in ['user', 'assistant'] %}
        {{- message.role ~ ': ' ~ message.content.replace('\r', '\n').split('\n') | map('trim') | select | join(' ') ~ '\n' }}
        {%- endfor %}
        {{- 'assistant:' if add_generation_prompt else '\n' }}
        """;
}
