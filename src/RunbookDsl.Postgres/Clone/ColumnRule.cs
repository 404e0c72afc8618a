namespace RunbookDsl.Postgres;

/// <summary>What becomes of a column in a clone.</summary>
/// <param name="Table">As <c>format('%I.%I')</c> prints it.</param>
/// <param name="Column">Its name.</param>
/// <param name="How">How it is masked; null keeps it.</param>
internal sealed record ColumnRule(string Table, string Column, Masking? How)
{
    public string Place => $"{Table}.{Column}";

    /// <inheritdoc/>
    public override string ToString() => How is null ? Place : $"{Place} becomes {How}";
}
