using RunbookDsl.Engine;

namespace RunbookDsl.Testing;

/// <summary>How a runbook gets to the systems of its world; the systems fill it in.</summary>
public sealed class Surroundings
{
    private readonly SortedDictionary<string, string> _secrets = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _programs = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _folders = new(StringComparer.Ordinal);

    /// <summary>Values of secrets, by name.</summary>
    public IReadOnlyDictionary<string, string> Secrets => _secrets;

    /// <summary>Environment variables of every program that a step starts.</summary>
    public IReadOnlyDictionary<string, string> Variables => _variables;

    /// <summary>
    /// Shell scripts that stand for a program of the same name in front of PATH: <c>ssh</c> that leads to the
    /// hosts of the world.
    /// </summary>
    public IReadOnlyDictionary<string, string> Programs => _programs;

    /// <summary>Folders with programs in front of PATH, behind <see cref="Programs"/>.</summary>
    public IReadOnlyCollection<string> Folders => _folders;

    /// <summary>Ports of the operations.</summary>
    public PortRegistry Ports { get; private set; } = PortRegistry.Empty;

    /// <summary>Gives a secret's value.</summary>
    public void Secret(string name, string value) => _secrets[name] = value;

    /// <summary>
    /// Sets a variable for programs. <c>{step}</c> in it becomes the id of the step that starts the program,
    /// escaped for a URL.
    /// </summary>
    public void Variable(string name, string value) => _variables[name] = value;

    /// <summary>
    /// Puts a POSIX shell script in front of a program; it finds the real one as <c>"$REAL"</c>, and the id
    /// of the step as <c>"$RUNBOOK_STEP"</c>.
    /// </summary>
    public void Program(string name, string script) => _programs[name] = script;

    /// <summary>Puts a folder with programs in front of PATH.</summary>
    public void Folder(string path) => _folders.Add(path);

    /// <summary>Provides a port to the operations.</summary>
    public void Port<T>(T port)
        where T : class => Ports = Ports.With(port);
}
