namespace RunbookDsl.Engine.Tests.Children;

/// <summary>Runbooks that may be children, by the name of their file.</summary>
internal sealed class ChildTable : IChildScripts
{
    private readonly Dictionary<string, Action> _scripts = [];

    /// <summary>How often a runbook was read.</summary>
    public int Reads { get; private set; }

    public Action this[string name]
    {
        set => _scripts[name] = value;
    }

    public ChildScript Read(AuthoringInputs inputs)
    {
        Reads++;
        var session = new AuthoringSession(inputs with { Children = this });
        using (session.Enter())
            _scripts[Path.GetFileNameWithoutExtension(inputs.ScriptPath)]();
        return new ChildScript(session.Build(), []);
    }
}
