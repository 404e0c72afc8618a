using System.Globalization;

namespace RunbookDsl.Postgres;

/// <summary>What is put in the place of a value. NULL stays NULL.</summary>
public sealed record Masking
{
    private readonly Func<string, string> _sql;

    private Masking(string name, Func<string, string> sql) => (Name, _sql) = (name, sql);

    /// <summary>NULL for every value.</summary>
    public static Masking Null { get; } = new("nothing", _ => "null");

    /// <summary>
    /// 32 hexadecimal digits, the same for the same value within one clone, so that columns which refer to
    /// each other still do; cut to the column's length.
    /// </summary>
    public static Masking Hash { get; } = new("hash", column => Digest($"{column}::text"));

    /// <summary>An address that no mail reaches, the same for the same value within one clone.</summary>
    public static Masking Email { get; } =
        new(
            "e-mail address",
            column => $"'user-' || left({Digest($"lower({column}::text)")}, 16) || '@example.invalid'"
        );

    /// <summary>What the plan says.</summary>
    public string Name { get; }

    /// <summary>The text that <see cref="Fixed"/> gives; null for the others.</summary>
    public string? FixedText { get; private init; }

    /// <summary>This text for every value.</summary>
    public static Masking Fixed(string text) => new($"\"{text}\"", _ => Sql.Text(text)) { FixedText = text };

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>SQL that the source works out, so that the value itself goes nowhere.</summary>
    /// <param name="column">Its name, quoted.</param>
    /// <param name="longest">Most characters of a value; 0 for no limit.</param>
    internal string Expression(string column, int longest)
    {
        var masked = _sql(column);
        if (longest > 0 && FixedText is null)
            masked = string.Create(CultureInfo.InvariantCulture, $"left({masked}, {longest})");
        return $"case when {column} is not null then {masked} end";
    }

    // The salt is drawn by the source's server and known to nobody else.
    private static string Digest(string text) => $"md5(current_setting('rb.salt') || {text})";
}
