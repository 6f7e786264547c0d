using System.Text;

namespace Samantha.Modeling.Tokenization.ChatTemplates;

/// <summary>The state of one rendering: variables, output so far, and what is left of the limits.</summary>
internal sealed class RenderContext(ChatTemplateLimits limits)
{
    private const int CharactersPerStep = 64;
    private const int MaxDepth = 64;

    private int _steps = limits.MaxSteps;
    private int _depth;

    public Scope Scope { get; private set; } = new(null);

    public StringBuilder Output { get; private set; } = new();

    public void Charge(int steps, int line)
    {
        _steps -= steps;
        if (_steps < 0)
            throw new ChatTemplateException($"the template does not end within {limits.MaxSteps} steps", line);
    }

    /// <summary>Pays for a new string.</summary>
    public string Charge(string text, int line)
    {
        CheckLength(text.Length, line);
        Charge(text.Length / CharactersPerStep, line);
        return text;
    }

    /// <summary>Refuses a string before it is made.</summary>
    public void CheckLength(long length, int line)
    {
        if (length > limits.MaxLength)
            throw new ChatTemplateException($"a text is longer than {limits.MaxLength} characters", line);
    }

    public void Write(string text, int line)
    {
        CheckLength((long)Output.Length + text.Length, line);
        Charge(text.Length / CharactersPerStep, line);
        Output.Append(text);
    }

    /// <summary>Runs <paramref name="body"/> in an inner scope.</summary>
    public T InScope<T>(Scope? parent, int line, Func<T> body)
    {
        if (++_depth > MaxDepth)
            throw new ChatTemplateException($"loops and macros are nested deeper than {MaxDepth}", line);
        var outer = Scope;
        Scope = new Scope(parent ?? outer);
        try
        {
            return body();
        }
        finally
        {
            Scope = outer;
            _depth--;
        }
    }

    /// <summary>What <paramref name="body"/> writes, kept out of the output.</summary>
    public string Capture(Action body)
    {
        var outer = Output;
        Output = new StringBuilder();
        try
        {
            body();
            return Output.ToString();
        }
        finally
        {
            Output = outer;
        }
    }
}
