namespace RunbookDsl.Scripting.Packages;

/// <summary>Fetches the packages of a script: the one place where the host uses the network.</summary>
public interface IPackageRestorer
{
    /// <summary>
    /// Restores every <c>#r "nuget: …"</c> of the script's closure into the packages folder and writes the
    /// script's part of the lock file. A failure leaves the lock file as it was. Doing it again changes
    /// nothing.
    /// </summary>
    /// <param name="path">Absolute, or relative to the working directory of the options.</param>
    /// <param name="cancellationToken">Ends the restore.</param>
    /// <returns>
    /// The packages, direct and indirect; empty when the script names none (then no process is started).
    /// </returns>
    /// <exception cref="ScriptCompilationException">The script or one of its directives is wrong.</exception>
    /// <exception cref="PackageRestoreException">The restore itself failed.</exception>
    Task<IReadOnlyList<LockedPackage>> RestoreAsync(string path, CancellationToken cancellationToken);
}
