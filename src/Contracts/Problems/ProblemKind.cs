namespace Samantha.Contracts.Problems;

/// <summary>What sort of answer a problem wants from whoever speaks to the outside, such as an HTTP status.</summary>
public enum ProblemKind
{
    /// <summary>The request is wrong and will stay wrong (400).</summary>
    Invalid,

    /// <summary>The request is larger than a stated limit (413).</summary>
    TooLarge,

    /// <summary>What the request names is not there (404).</summary>
    NotFound,

    /// <summary>The request contradicts what is already stored or going on (409).</summary>
    Conflict,

    /// <summary>There is too much to do at the moment; the same request may succeed later (429).</summary>
    Overloaded,

    /// <summary>Something that the request needs is not working at the moment (503).</summary>
    Unavailable,

    /// <summary>There is no room to store anything more (507).</summary>
    StorageFull,
}
