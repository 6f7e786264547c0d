namespace Samantha.Inference;

/// <summary>Computing failed, for lack of memory perhaps. The engine goes on with other requests.</summary>
public sealed class EngineFaultException(Exception inner)
    : InferenceException($"The reply could not be computed ({inner.GetType().Name}). Ask again; if it stays so, look at the memory that is free.", inner);
