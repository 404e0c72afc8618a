namespace RunbookDsl.Hosts;

/// <summary>Work on the machine the runbook is started from.</summary>
public static class Local
{
    /// <summary>
    /// Runs a program, without a shell, to its end. Non-idempotent until declared otherwise, and nothing
    /// but the exit code
    /// is known about its effect: give the step a <c>.Verify</c>, an <c>.Undo</c> or <c>.NoUndo</c>, and a
    /// <c>.Probe</c>.
    /// </summary>
    /// <param name="program">Name in PATH, or a path; a relative path with a slash starts at the directory
    /// it runs in.</param>
    /// <param name="arguments">Each one argument, as it is; no place for secrets
    /// (<see cref="ExecOperation.SecretEnvironment"/>).</param>
    public static ExecOperation Exec(string program, params string[] arguments) => new(program, arguments);
}
