namespace RunbookDsl.Testing.Tests;

/// <summary>Plans without a script file.</summary>
internal static class Plans
{
    internal static Plan Of(Action script, DateTimeOffset? windowStart = null)
    {
        var session = new AuthoringSession(
            new AuthoringInputs("/runbooks/test.csx")
            {
                WindowStart = windowStart ?? new DateTimeOffset(2026, 12, 5, 6, 0, 0, TimeSpan.Zero),
            }
        );
        using (session.Enter())
            script();
        return session.Build();
    }
}
