namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary>
/// A chat template: the part of Jinja that models' templates use, with <c>trim_blocks</c> and <c>lstrip_blocks</c> on, as
/// Hugging Face renders them. It knows <c>for</c> (with <c>if</c>, <c>else</c>, <c>break</c>, <c>continue</c>, <c>loop</c>),
/// <c>if</c>, <c>set</c>, <c>macro</c>, <c>generation</c>, all expressions, filters, tests, <c>namespace</c>, <c>range</c>,
/// <c>dict</c> and <c>raise_exception</c>. Immutable and thread-safe.
/// </summary>
public sealed class ChatTemplate
{
    private readonly Block _body;
    private readonly ChatTemplateLimits _limits;

    private ChatTemplate(Block body, ChatTemplateLimits limits)
    {
        _body = body;
        _limits = limits;
    }

    /// <summary>Reads a template.</summary>
    /// <param name="source">The template's text.</param>
    /// <param name="limits">What one rendering may use, or null for the defaults.</param>
    /// <exception cref="ChatTemplateException">The template is not well-formed, or uses what is not supported.</exception>
    public static ChatTemplate Parse(string source, ChatTemplateLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new ChatTemplate(TemplateParser.Parse(TemplateLexer.Lex(source)), limits ?? new ChatTemplateLimits());
    }

    /// <summary>Renders a conversation.</summary>
    /// <param name="messages">The messages, in order.</param>
    /// <param name="addGenerationPrompt">Whether the text shall end where the assistant's reply begins.</param>
    /// <param name="beginOfSequenceToken">The template's <c>bos_token</c>, or null for none.</param>
    /// <param name="endOfSequenceToken">The template's <c>eos_token</c>, or null for none.</param>
    /// <param name="variables">More variables: strings, numbers, booleans, null, lists and dictionaries with string keys of them.</param>
    /// <exception cref="ChatTemplateException">The template refuses the messages, fails, or runs away.</exception>
    public string Render(
        IEnumerable<ChatMessage> messages,
        bool addGenerationPrompt = false,
        string? beginOfSequenceToken = null,
        string? endOfSequenceToken = null,
        IReadOnlyDictionary<string, object?>? variables = null)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var context = new RenderContext(_limits);
        TemplateGlobals.Define(context.Scope);
        foreach (var (name, value) in variables ?? new Dictionary<string, object?>())
            context.Scope.Set(name, TemplateValue.From(value));
        context.Scope.Set("messages", messages.Select(MessageValue).ToList<object?>());
        context.Scope.Set("add_generation_prompt", addGenerationPrompt);
        SetToken("bos_token", beginOfSequenceToken);
        SetToken("eos_token", endOfSequenceToken);
        _body.Execute(context);
        return context.Output.ToString();

        void SetToken(string name, string? token)
        {
            // A token that the model lacks is undefined, so that it renders as nothing and tests as false.
            if (token is not null)
                context.Scope.Set(name, token);
        }
    }

    private static object MessageValue(ChatMessage message) =>
        new OrderedDictionary<string, object?> { ["role"] = message.Role, ["content"] = message.Content };
}
