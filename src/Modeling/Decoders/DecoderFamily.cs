namespace Samantha.Modeling.Decoders;

/// <summary>The published architectures that a decoder reads and writes; they differ in a few switches only.</summary>
public enum DecoderFamily
{
    /// <summary>LlamaForCausalLM.</summary>
    Llama,

    /// <summary>Qwen2ForCausalLM: biases on queries, keys and values.</summary>
    Qwen2,

    /// <summary>Qwen3ForCausalLM: queries and keys are normalised per head.</summary>
    Qwen3,
}
