using Samantha.Contracts.Training;
using Samantha.Grains.Lessons;

namespace Samantha.Silo.Storage.Sql;

/// <summary>The decisions on lessons in a database. Those of an author go when the author does: the table says so.</summary>
/// <param name="database">Where they are.</param>
/// <param name="most">How many are kept; at least 1.</param>
internal sealed class SqlCurationLog(ISqlDatabase database, int most) : ICurationLog
{
    /// <inheritdoc/>
    public Task Record(IReadOnlyList<CurationRecord> decisions)
    {
        ArgumentNullException.ThrowIfNull(decisions);
        return database.Write([.. decisions.Select(Insert), new SqlStatement("DELETE FROM curation WHERE number <= (SELECT max(number) FROM curation) - @most", ("most", most))]);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<CurationRecord>> Read(CurationQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (where, values) = (new List<string> { "number < @before" }, new List<(string, object?)> { ("before", query.Before ?? long.MaxValue), ("limit", query.Limit) });
        if (query.Outcome is { } outcome)
            Add("outcome = @outcome", ("outcome", (long)outcome));
        if (query.Reason is { } reason)
            Add("(rule = @reason OR reason = @reason)", ("reason", reason));
        if (query.Since is { } since)
            Add("at >= @since", ("since", since.UtcTicks));
        return database.Read(
            new SqlStatement(
                $"SELECT number, at, position, lesson, author, outcome, rule, reason, session FROM curation WHERE {string.Join(" AND ", where)} ORDER BY number DESC LIMIT @limit",
                [.. values]),
            row => new CurationRecord(
                row.GetInt64(0), new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero), row.GetInt64(2), row.GetString(3), row.GetInt64(4), (CurationOutcome)row.GetInt64(5),
                row.IsDBNull(6) ? null : row.GetString(6), row.IsDBNull(7) ? null : row.GetString(7), row.GetInt64(8)));

        void Add(string condition, (string, object?) value)
        {
            where.Add(condition);
            values.Add(value);
        }
    }

    // Of who is gone there is nothing to select.
    private static SqlStatement Insert(CurationRecord decision) => new(
        "INSERT INTO curation (at, position, lesson, author, outcome, rule, reason, session) "
        + "SELECT @at, @position, @lesson, id, @outcome, @rule, @reason, @session FROM author WHERE id = @author "
        + "ON CONFLICT (position, session, outcome) DO NOTHING",
        ("at", decision.At.UtcTicks), ("position", decision.Position), ("lesson", decision.Lesson), ("author", decision.Author),
        ("outcome", (long)decision.Outcome), ("rule", decision.Rule), ("reason", decision.Reason), ("session", decision.Session));
}
