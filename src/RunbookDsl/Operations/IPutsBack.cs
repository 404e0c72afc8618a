namespace RunbookDsl;

/// <summary>An operation that takes another step off the restore list when it is done.</summary>
public interface IPutsBack
{
    /// <summary>Id of the step that is put back.</summary>
    string TargetId { get; }
}
