namespace RunbookDsl.Hosts;

/// <summary>Finds the file of a program the way a shell does.</summary>
internal static class ProgramFinder
{
    private const string UsualPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private const UnixFileMode AnyExecute =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>
    /// The full path of <paramref name="program"/>; a name without a slash is looked up in PATH.
    /// </summary>
    public static string Find(string program, string? path, string directory)
    {
        if (program.Contains('/', StringComparison.Ordinal))
        {
            var full = Path.GetFullPath(program, directory);
            return File.Exists(full) ? full : throw ProgramFailure.NotThere(program, full);
        }
        path ??= UsualPath;
        foreach (var folder in path.Split(':'))
        {
            var full = Path.GetFullPath(Path.Combine(folder, program), directory);
            if (program.Length > 0 && File.Exists(full) && IsExecutable(full))
                return full;
        }
        throw ProgramFailure.NotInPath(program, path);
    }

    private static bool IsExecutable(string file) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & AnyExecute) != 0;
}
