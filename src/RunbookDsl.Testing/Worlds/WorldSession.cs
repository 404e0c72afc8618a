namespace RunbookDsl.Testing;

/// <summary>
/// Collects what one world file says while it is read; a host enters it, runs the file, and calls
/// <see cref="Build"/>.
/// </summary>
public sealed class WorldSession
{
    private static readonly AsyncLocal<WorldSession?> Ambient = new();
    private readonly List<AuthoringError> _errors = [];
    private readonly Dictionary<string, SourceLocation> _systems = [];
    private readonly Dictionary<string, SourceLocation> _secretPlaces = [];
    private readonly Dictionary<string, SourceLocation> _parameterPlaces = [];
    private WorldSpec _spec;

    /// <summary>Begins an empty world.</summary>
    /// <param name="path">Full path of the world file; files it names are beside it.</param>
    public WorldSession(string path) => _spec = new WorldSpec(path);

    /// <summary>The session that the verbs of this flow of control speak to.</summary>
    /// <exception cref="InvalidOperationException">No session was entered.</exception>
    public static WorldSession Current =>
        Ambient.Value
        ?? throw new InvalidOperationException(
            "The verbs of a world only work while a world file is read: rehearse "
                + "its runbook with `runbook exec FILE.csx --sandbox`."
        );

    /// <summary>Full path of the folder that holds the world file.</summary>
    public string Folder => Path.GetDirectoryName(_spec.Path)!;

    /// <summary>The systems so far, in the order of the file.</summary>
    public IReadOnlyList<WorldSystemSpec> Systems => _spec.Systems;

    /// <summary>Makes this session the current one until the result is disposed.</summary>
    public IDisposable Enter()
    {
        var before = Ambient.Value;
        Ambient.Value = this;
        return new Restore(() => Ambient.Value = before);
    }

    /// <summary>The immutable world that the file described.</summary>
    /// <exception cref="AuthoringException">The file is wrong; holds every mistake, with its
    /// place.</exception>
    public WorldSpec Build()
    {
        foreach (var system in _spec.Systems)
            system.Check(this);
        return _errors.Count == 0 ? _spec : throw new AuthoringException(_errors);
    }

    /// <summary>Adds a mistake; all of them are reported together by <see cref="Build"/>.</summary>
    public void Report(string id, string message, SourceLocation where) =>
        _errors.Add(new(id, message, where));

    /// <summary>
    /// Adds a system, or replaces the earlier spec of the system that stands at the same place: builders
    /// call it after each verb.
    /// </summary>
    public void Put(WorldSystemSpec? earlier, WorldSystemSpec system)
    {
        if (earlier is null && !_systems.TryAdd(system.Name, system.Where))
            Report(
                "RB0202",
                $"there is a '{system.Name}' at {_systems[system.Name]} already: give this one another name.",
                system.Where
            );
        _spec = _spec with
        {
            Systems = earlier is null ? _spec.Systems.Add(system) : _spec.Systems.Replace(earlier, system),
        };
    }

    /// <summary>Notes that a system gives the value of a secret, so that no other does.</summary>
    public void Claim(string secret, SourceLocation where)
    {
        if (!_secretPlaces.TryAdd(secret, where))
            Report("RB0203", $"secret {secret} is given at {_secretPlaces[secret]} already.", where);
    }

    internal void Give(string secret, string value, SourceLocation where)
    {
        Claim(secret, where);
        _spec = _spec with { Secrets = _spec.Secrets.SetItem(secret, value) };
    }

    internal void SetParameter(string name, string value, SourceLocation where)
    {
        if (!_parameterPlaces.TryAdd(name, where))
            Report("RB0204", $"parameter '{name}' is given at {_parameterPlaces[name]} already.", where);
        _spec = _spec with { Parameters = _spec.Parameters.SetItem(name, value) };
    }

    internal void AddAnswer(PreparedAnswer answer) =>
        _spec = _spec with { Answers = _spec.Answers.Add(answer) };

    internal void AddFile(string path, string content, SourceLocation where)
    {
        if (path.Length == 0 || Path.IsPathRooted(path) || path.Split('/').Contains(".."))
            Report(
                "RB0205",
                $"'{path}' is not inside the work directory: write a relative path without '..'.",
                where
            );
        else if (_spec.Files.ContainsKey(path))
            Report("RB0205", $"the file '{path}' is there already.", where);
        else
            _spec = _spec with { Files = _spec.Files.Add(path, content) };
    }

    internal void AddProgram(string name, string script, SourceLocation where)
    {
        if (name.Length == 0 || name.Contains('/') || name is "." or "..")
            Report("RB0208", $"'{name}' is no name of a program: a name without a folder.", where);
        else if (_spec.Programs.ContainsKey(name))
            Report("RB0208", $"the program '{name}' is there already.", where);
        else
            _spec = _spec with { Programs = _spec.Programs.Add(name, script) };
    }

    internal void AddEarlier(string runbook, SourceLocation where)
    {
        var path = Path.GetFullPath(runbook, Folder);
        if (File.Exists(path))
            _spec = _spec with { Earlier = _spec.Earlier.Add(path) };
        else
            Report("RB0207", $"there is no runbook {path}: write a path relative to the world file.", where);
    }

    internal void SetStart(string time, SourceLocation where)
    {
        try
        {
            _spec = _spec with { StartsAt = WindowText.ParseTime(time) };
        }
        catch (FormatException e)
        {
            Report("RB0206", $"'{time}' is no time: {e.Message}.", where);
        }
    }

    private sealed class Restore(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
