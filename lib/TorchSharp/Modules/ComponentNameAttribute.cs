namespace TorchSharp.Utils;

/// <summary>The name of a field's component in the module's state, instead of the field's own.</summary>
public class ComponentNameAttribute : Attribute
{
    public string? Name { get; set; }
}
