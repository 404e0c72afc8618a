namespace RunbookDsl.Postgres;

public static partial class Pg
{
    /// <summary>
    /// Copies <paramref name="source"/> into the new database <paramref name="target"/> of another server,
    /// for staging or tests, with personal data masked on its way: what <c>.Mask("customers", "email",
    /// Masking.Email)</c> masks never leaves the source's server. Every column that can hold text needs a
    /// rule, <c>.Mask</c> or <c>.Keep</c>.
    /// </summary>
    /// <param name="source">Production, better a replica of it; only read.</param>
    /// <param name="target">A name that is free, on a server that holds nothing of production.</param>
    /// <param name="environment">What the copy says it is, in <c>app.environment</c>:
    /// <c>staging</c>.</param>
    public static CloneOperation CloneTo(PgDatabase source, PgDatabase target, string environment) =>
        new(source, target, environment);
}
