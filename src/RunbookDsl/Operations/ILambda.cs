namespace RunbookDsl;

/// <summary>An operation whose description is its source text.</summary>
internal interface ILambda
{
    /// <summary>The source text without lay-out and comments.</summary>
    string Code { get; }
}
