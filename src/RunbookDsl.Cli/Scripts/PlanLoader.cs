using RunbookDsl.Engine;
using RunbookDsl.Scripting;
using RunbookDsl.Scripting.Positions;

namespace RunbookDsl.Cli;

/// <summary>Makes a plan of a script: loads it, reads it, and tells every mistake with its place.</summary>
internal sealed class PlanLoader(IScriptHost host, ProcessSettings settings) : IIncludeSource, IErrorPlaces
{
    private readonly List<string> _sources = [];
    private readonly List<string> _brought = [];
    private readonly List<string> _remarks = [];
    private readonly Stack<string> _open = new();

    public LoadedPlan Load(AuthoringInputs inputs)
    {
        var session = new AuthoringSession(inputs with { Includes = this });
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
    public string? PlaceOf(Exception exception) =>
        SourcePositions.Find(exception, _sources) is { } place
            ? (place with { File = settings.Shown(place.File) }).ToString()
            : null;

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
            _remarks.Add((warning with { File = settings.Shown(warning.File) }).ToString());
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
