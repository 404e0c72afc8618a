namespace RunbookDsl.Testing;

/// <summary>
/// Reads runbooks for a rehearsal. Every process of a rehearsal reads its runbook anew, as a real one would.
/// </summary>
public interface IRunbookReader
{
    /// <summary>The plan of the runbook at <paramref name="path"/>, with all mistakes told as of a
    /// check.</summary>
    /// <param name="path">Full path of the script.</param>
    /// <param name="parameters">Its parameters, as text by name.</param>
    /// <exception cref="AuthoringException">The script is wrong.</exception>
    ReadRunbook Read(string path, IReadOnlyDictionary<string, string> parameters);
}
