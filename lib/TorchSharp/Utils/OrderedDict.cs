using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Utils;

/// <summary>A dictionary that remembers the order in which its keys came.</summary>
public class OrderedDict<TKey, TValue> : IEnumerable<(TKey, TValue)> where TKey : notnull
{
    private readonly Dictionary<TKey, int> _places = [];
    private readonly List<(TKey Key, TValue Value)> _items = [];

    public int Count => _items.Count;

    public (TKey, TValue) this[int index] => _items[index];

    public TValue this[TKey key]
    {
        get => _items[_places[key]].Value;
        set
        {
            if (_places.TryGetValue(key, out var place)) _items[place] = (key, value);
            else Add(key, value);
        }
    }

    public IEnumerable<TKey> keys() => _items.Select(item => item.Key);

    public IEnumerable<TValue> values() => _items.Select(item => item.Value);

    public void Add(TKey key, TValue value)
    {
        _places.Add(key, _items.Count);
        _items.Add((key, value));
    }

    internal bool TryAdd(TKey key, TValue value)
    {
        if (ContainsKey(key)) return false;
        Add(key, value);
        return true;
    }

    public bool ContainsKey(TKey key) => _places.ContainsKey(key);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var found = _places.TryGetValue(key, out var place);
        value = found ? _items[place].Value : default;
        return found;
    }

    public bool Remove(TKey key)
    {
        if (!_places.Remove(key, out var place)) return false;
        _items.RemoveAt(place);
        for (var i = place; i < _items.Count; i++) _places[_items[i].Key] = i;
        return true;
    }

    public void Clear()
    {
        _places.Clear();
        _items.Clear();
    }

    public void clear() => Clear();

    public IEnumerator<(TKey, TValue)> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
