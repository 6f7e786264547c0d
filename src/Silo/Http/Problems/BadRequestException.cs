namespace Samantha.Silo.Http.Problems;

/// <summary>A request that is well-formed JSON and still cannot be done.</summary>
/// <param name="code">The problem's stable name.</param>
/// <param name="detail">What to do; never a user's words.</param>
internal sealed class BadRequestException(string code, string detail) : Exception(detail)
{
    public string Code { get; } = code;
}
