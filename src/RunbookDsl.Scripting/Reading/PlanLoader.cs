using RunbookDsl.Scripting.Compiling;
using RunbookDsl.Scripting.Positions;

namespace RunbookDsl.Scripting;

/// <summary>Makes a plan of a script: loads it, reads it, and tells every mistake with its place.</summary>
/// <param name="host">Loads scripts.</param>
/// <param name="shown">A full path as an operator sees it.</param>
/// <param name="archive">The sources as they were when a run began; null takes those on disk.</param>
public sealed class PlanLoader(IScriptHost host, Func<string, string> shown, SourceArchive? archive = null)
    : IIncludeSource,
        IChildScripts,
        IErrorPlaces
{
    // A child's id is its parent's and five characters more, and an id has at most 64.
    private const int DeepestChild = 8;
    private readonly Lock _gate = new();
    private readonly List<string> _sources = [];
    private readonly List<string> _brought = [];
    private readonly List<string> _remarks = [];
    private readonly Stack<string> _open = new();
    private readonly List<string> _parents = [];

    /// <summary>The plan of a script.</summary>
    /// <exception cref="AuthoringException">The script is wrong; holds every mistake.</exception>
    /// <exception cref="ScriptCompilationException">It does not compile.</exception>
    public LoadedPlan Load(AuthoringInputs inputs)
    {
        var session = new AuthoringSession(inputs with { Includes = this, Children = this });
        using (session.Enter())
        {
            var failure = Read(inputs.ScriptPath);
            if (failure is not null)
                throw Failed(session, failure);
        }
        return new LoadedPlan(session.Build(), _sources, _remarks) { Brought = _brought };
    }

    /// <inheritdoc/>
    public Task IncludeAsync(string path)
    {
        if (_open.Contains(path))
            return Task.FromException(new AuthoringException([Circle(path)]));
        try
        {
            return Read(path) is { } failure
                ? Task.FromException(new AuthoringException([failure]))
                : Task.CompletedTask;
        }
        catch (ScriptCompilationException e)
        {
            // A file that cannot even be begun is the mistake of whoever includes it.
            return e.Diagnostics is [{ Line: 0, Message: var message, File: var file }] && file == path
                ? Task.FromException(new FileNotFoundException($"{message}: {path}"))
                : Task.FromException(new AuthoringException(Mistakes(e)));
        }
    }

    /// <inheritdoc/>
    public ChildScript Read(AuthoringInputs inputs)
    {
        var child = new PlanLoader(host, shown, archive);
        child._parents.AddRange(_parents);
        // The stack's own order is from the innermost out.
        foreach (var open in _open)
            child._parents.Insert(_parents.Count, open);
        RefuseChild(inputs, child._parents);
        try
        {
            var loaded = child.Load(inputs);
            Take(loaded);
            return new ChildScript(loaded.Plan, loaded.ToArchive);
        }
        catch (ScriptCompilationException e)
        {
            throw new AuthoringException(Mistakes(e));
        }
    }

    /// <inheritdoc/>
    public string? PlaceOf(Exception exception)
    {
        lock (_gate)
            return SourcePositions.Find(exception, _sources) is { } place
                ? (place with { File = shown(place.File) }).ToString()
                : null;
    }

    // A child is read again while the run goes on when a step gives it a parameter.
    private void Take(LoadedPlan child)
    {
        lock (_gate)
        {
            foreach (var source in child.Sources)
                if (!_sources.Contains(source))
                    _sources.Add(source);
            foreach (var brought in child.Brought)
                if (!_brought.Contains(brought))
                    _brought.Add(brought);
            _remarks.AddRange(child.Remarks);
        }
    }

    private void RefuseChild(AuthoringInputs inputs, List<string> parents)
    {
        var where = inputs.OrderedAt ?? new(inputs.ScriptPath, 1, "");
        var name = Path.GetFileName(inputs.ScriptPath);
        var wrong =
            parents.IndexOf(inputs.ScriptPath) is >= 0 and var first
                ? $"{name} would run itself as a child: {Chain(parents, first)} -> {name}. Take one of these "
                    + "child runs out."
            : !(archive?.Has(inputs.ScriptPath) ?? File.Exists(inputs.ScriptPath))
                ? $"there is no runbook {inputs.ScriptPath} to run as a child: write a path relative to "
                    + "this file."
            : parents.Count > DeepestChild
                ? $"{name} is a child run {parents.Count} levels deep: at most {DeepestChild} are possible."
            : null;
        if (wrong is not null)
            throw new AuthoringException([new("RB0143", wrong, where)]);
    }

    private static string Chain(List<string> parents, int first)
    {
        var names = new List<string>();
        foreach (var parent in parents.GetRange(first, parents.Count - first))
            names.Add(Path.GetFileName(parent));
        return string.Join(" -> ", names);
    }

    private AuthoringError? Read(string path)
    {
        var script = host.Load(path, CancellationToken.None);
        foreach (var source in script.Sources)
            if (!_sources.Contains(source))
                _sources.Add(source);
        foreach (var brought in script.Brought)
            if (!_brought.Contains(brought))
                _brought.Add(brought);
        foreach (var warning in script.Warnings)
            _remarks.Add((warning with { File = shown(warning.File) }).ToString());
        _remarks.AddRange(script.Notices);
        _open.Push(path);
        var session = AuthoringSession.Current;
        var outer = session.Code;
        session.Code = script.Code;
        try
        {
            return ScriptReading.Failure(script);
        }
        finally
        {
            session.Code = outer;
            _open.Pop();
        }
    }

    // What the script said before it failed may be why it failed: a parameter without a value, for one.
    private static AuthoringException Failed(AuthoringSession session, AuthoringError failure)
    {
        var errors = new List<AuthoringError>();
        try
        {
            session.Build();
        }
        catch (AuthoringException e)
        {
            foreach (var error in e.Errors)
                if (error.Id != "RB0101")
                    errors.Add(error);
        }
        errors.Add(failure);
        return new AuthoringException(errors);
    }

    private static AuthoringError[] Mistakes(ScriptCompilationException e)
    {
        var errors = new List<AuthoringError>();
        foreach (var found in e.Diagnostics)
            if (found.Severity == ScriptSeverity.Error)
                errors.Add(
                    new(found.Id, found.Message, new(found.File, found.Line, "") { Column = found.Column })
                );
        return [.. errors];
    }

    private static AuthoringError Circle(string path) =>
        Mistake("RB0118", "the script includes itself, directly or through another one.", path);

    private static AuthoringError Mistake(string id, string text, string path) =>
        new(id, text, new(path, 1, ""));
}
