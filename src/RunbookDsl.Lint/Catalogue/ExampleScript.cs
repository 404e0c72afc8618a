namespace RunbookDsl.Lint;

/// <summary>The examples of the rules as whole scripts.</summary>
internal static class ExampleScript
{
    private const string Header = """
        Runbook("Example")
            .Purpose("An example of a rule")
            .Owner("platform")
            .Window("2026-12-05 06:00Z", 2.Hours)
            .Locks("site:shop.example");
        """;

    private const string Names = """
        var db = Pg.Database(Secret("DATABASE_URL"));
        var web = Ssh.Host("web-1");
        """;

    /// <summary>The steps of an example with what every example has before them.</summary>
    public static string Of(string steps) =>
        steps.Contains("Runbook(", StringComparison.Ordinal) ? $"{steps}\n" : $"{Header}\n{Names}\n{steps}\n";
}
