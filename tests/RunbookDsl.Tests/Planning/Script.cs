namespace RunbookDsl.Tests.Planning;

/// <summary>Runs a lambda as if it were a script.</summary>
internal static class Script
{
    public const string Path = "/runbooks/test.csx";

    public static Plan Plan(Action script, params (string Name, string Value)[] parameters)
    {
        var inputs = new AuthoringInputs(Path)
        {
            Parameters = parameters.ToDictionary(p => p.Name, p => p.Value),
        };
        var session = new AuthoringSession(inputs);
        using (session.Enter())
            script();
        return session.Build();
    }

    public static Plan Plan(Action script, IChildScripts children)
    {
        var session = new AuthoringSession(new AuthoringInputs(Path) { Children = children });
        using (session.Enter())
            script();
        return session.Build();
    }

    public static string[] Errors(Action script, params (string Name, string Value)[] parameters)
    {
        var exception = Assert.Throws<AuthoringException>(() => Plan(script, parameters));
        return exception.Errors.Select(e => $"{e.Id} {e.Message}").ToArray();
    }
}
