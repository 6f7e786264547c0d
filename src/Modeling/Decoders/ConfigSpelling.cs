namespace Samantha.Modeling.Decoders;

/// <summary>Which generation of the transformers library a config.json is spelled for. Both are read.</summary>
public enum ConfigSpelling
{
    /// <summary><c>rope_theta</c>, <c>rope_scaling</c>, <c>torch_dtype</c>: what every reader takes.</summary>
    Transformers4,

    /// <summary><c>rope_parameters</c>, <c>dtype</c>.</summary>
    Transformers5,
}
