namespace RunbookDsl.Testing;

/// <summary>One call that changes the disk or makes something durable.</summary>
/// <param name="Number">Counted from 1 in its process.</param>
/// <param name="Name">The system call.</param>
/// <param name="Path">The file or directory.</param>
internal readonly record struct DiskCall(int Number, string Name, string Path)
{
    /// <summary><c>call 7, fdatasync of /var/lib/runbook/runs/r/000001.jsonl</c>.</summary>
    public override string ToString() => $"call {Number}, {Name} of {Path}";
}
