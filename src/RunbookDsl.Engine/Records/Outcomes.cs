namespace RunbookDsl.Engine;

/// <summary>The words in an outcome's <c>as</c> field. Append only.</summary>
internal static class Outcomes
{
    public const string Ok = "ok";
    public const string Satisfied = "satisfied";
    public const string Reconstructed = "reconstructed";
    public const string Failed = "failed";
    public const string Unknown = "unknown";
}
