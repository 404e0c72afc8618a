namespace RunbookDsl.Postgres;

/// <summary>The words about an operation that only the list of operations shows.</summary>
internal interface IPgOperation
{
    string ProbeText { get; }
}
