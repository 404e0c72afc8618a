namespace RunbookDsl.Engine;

/// <summary>
/// What the journal keeps of a plan: the archived sources by their full paths, the steps in order with their
/// fingerprints, and hashes of their code.
/// </summary>
internal sealed class PlanBody
{
    private const int MostInline = 100;
    private readonly RunScope _scope;
    private readonly List<KeyValuePair<string, string>> _archived = [];
    private readonly string? _blob;

    private PlanBody(RunScope scope)
    {
        _scope = scope;
        foreach (var path in scope.Request.Sources)
            if (scope.Request.Archived?.GetValueOrDefault(path) is { } content)
                Archive(path, content);
            else if (File.Exists(path))
                Archive(path, File.ReadAllBytes(path));
        _blob =
            scope.Plan.Steps.Count > MostInline
                ? scope.Journal.WriteBlob(Body.Object(WriteSteps).Span)
                : null;
    }

    /// <summary>Archives what the record will name; all of it is durable on return.</summary>
    public static PlanBody Archive(RunScope scope) => new(scope);

    public void Write(BodyWriter w)
    {
        w.WriteNumber("count", _scope.Plan.Steps.Count);
        WriteHeader(w, _scope.Plan.Header);
        w.Pairs("sources", _archived);
        if (_blob is null)
            WriteSteps(w);
        else
            w.WriteString("blob", _blob);
    }

    private void Archive(string path, byte[] content) =>
        _archived.Add(new(path, _scope.Journal.ArchiveScript(Path.GetFileName(path), content)));

    private void WriteSteps(BodyWriter w)
    {
        w.Pairs("steps", Fingerprints());
        w.Pairs("codes", Codes());
        if (Expected().Any())
            w.Pairs("expected", Expected());
    }

    private static void WriteHeader(BodyWriter w, RunbookHeader header)
    {
        w.Optional("purpose", header.Purpose);
        w.Optional("team", header.Owner);
        if (header.WindowLength > TimeSpan.Zero)
            w.WriteNumber("windowMs", (long)header.WindowLength.TotalMilliseconds);
    }

    private IEnumerable<KeyValuePair<string, string>> Expected()
    {
        foreach (var step in _scope.Plan.Steps)
            if ((step.Spec.Expected ?? step.Action.Expected) is { } takes)
                yield return new(step.Id, Durations.Exact(takes));
    }

    private IEnumerable<KeyValuePair<string, string>> Fingerprints()
    {
        foreach (var step in _scope.Plan.Steps)
            yield return new(step.Id, step.Fingerprint);
    }

    private IEnumerable<KeyValuePair<string, string>> Codes()
    {
        foreach (var step in _scope.Plan.Steps)
            if (step.Code is { } code)
                yield return new(step.Id, code);
    }
}
