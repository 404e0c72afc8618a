namespace RunbookDsl.Testing;

/// <summary>Gives a rehearsal the real runner of programs, with the variables of its world.</summary>
public interface IProgramStarter
{
    /// <summary>A runner that starts programs in <paramref name="directory"/> with exactly this
    /// environment. It also is <see cref="IDetachedPrograms"/> where the machine can do that.</summary>
    IProcessRunner Start(string directory, IReadOnlyDictionary<string, string> environment);
}
