using Orleans.Core.Internal;

namespace Orleans.Runtime;

/// <summary>Values that travel with a call, from caller to callee and on to the callee's own calls, never back.</summary>
public static class RequestContext
{
    private const string ReentrancyKey = "#RC_CCR";

    private static readonly AsyncLocal<Dictionary<string, object>?> Current = new();

    /// <summary>The keys that are set.</summary>
    public static IEnumerable<string> Keys => Current.Value?.Keys ?? Enumerable.Empty<string>();

    /// <summary>The values that are set.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Entries => Current.Value ?? Enumerable.Empty<KeyValuePair<string, object>>();

    /// <summary>The call chain whose calls may re-enter the grains that allowed it; empty if there is none.</summary>
    public static Guid ReentrancyId
    {
        get => Get(ReentrancyKey) is Guid id ? id : Guid.Empty;
        set
        {
            if (value == Guid.Empty)
                Remove(ReentrancyKey);
            else
                Set(ReentrancyKey, value);
        }
    }

    // A dictionary is never changed once it is here, so that messages and other flows can share it.
    internal static Dictionary<string, object>? Values
    {
        get => Current.Value;
        set
        {
            if (!ReferenceEquals(Current.Value, value))
                Current.Value = value;
        }
    }

    /// <summary>The value with a key; null if there is none.</summary>
    public static object? Get(string key) => Current.Value is { } values && values.TryGetValue(key, out var value) ? value : null;

    /// <summary>Sets the value with a key, for the calls made from here on.</summary>
    public static void Set(string key, object value)
    {
        var values = Current.Value is { } old ? new Dictionary<string, object>(old) : new Dictionary<string, object>(1);
        values[key] = value;
        Current.Value = values;
    }

    /// <summary>Removes the value with a key; tells whether there was one.</summary>
    public static bool Remove(string key)
    {
        if (Current.Value is not { } old || !old.ContainsKey(key))
            return false;

        var values = new Dictionary<string, object>(old);
        values.Remove(key);
        Current.Value = values.Count == 0 ? null : values;
        return true;
    }

    /// <summary>Removes all values.</summary>
    public static void Clear() => Values = null;

    /// <summary>
    /// Lets calls that this call leads to re-enter the current grain while the section lasts,
    /// though the grain is not otherwise reentrant.
    /// </summary>
    public static ReentrancySection AllowCallChainReentrancy()
    {
        var original = ReentrancyId;
        return new(original, original == Guid.Empty ? Guid.NewGuid() : original);
    }

    /// <summary>Keeps calls that this call leads to from re-entering grains while the section lasts.</summary>
    public static ReentrancySection SuppressCallChainReentrancy() => new(ReentrancyId, Guid.Empty);

    internal static Guid ReentrancyIdOf(Dictionary<string, object>? values) =>
        values is not null && values.TryGetValue(ReentrancyKey, out var value) && value is Guid id ? id : Guid.Empty;

    /// <summary>A section of a call; dispose it to end it.</summary>
    public readonly struct ReentrancySection : IDisposable
    {
        private readonly Guid _original;
        private readonly Guid _section;

        /// <summary>Begins a section.</summary>
        public ReentrancySection(Guid originalReentrancyId, Guid newReentrancyId)
        {
            _original = originalReentrancyId;
            _section = newReentrancyId;
            if (_section != _original)
                ReentrancyId = _section;

            if (_section != Guid.Empty)
                (RuntimeContext.Current as ICallChainReentrantGrainContext)?.OnEnterReentrantSection(_section);
        }

        /// <summary>Ends the section.</summary>
        public void Dispose()
        {
            if (_section != Guid.Empty)
                (RuntimeContext.Current as ICallChainReentrantGrainContext)?.OnExitReentrantSection(_section);

            if (_section != _original)
                ReentrancyId = _original;
        }
    }
}
