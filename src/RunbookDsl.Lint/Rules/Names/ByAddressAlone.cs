namespace RunbookDsl.Lint;

/// <summary>A server has many sites, and a certificate a name.</summary>
internal sealed class ByAddressAlone : LintRule
{
    public override LintRuleInfo Info { get; } =
        new("RB0397", LintSeverity.Warning, "A site is looked at by the address of its server alone")
        {
            Why =
                "Without the name in Host and in the handshake the server answers with its default site, and the "
                + "certificate fits no address.",
            Instead = "Http.Get(\"https://shop.example/\").Via(\"198.51.100.10\"); with curl --resolve.",
            Flagged = """
                Step("New host is well").Run(Http.Get("https://198.51.100.20/").Contains("Shop"));
                """,
            Clean = """
                Step("New host is well").Run(Http.Get("https://shop.example/").Via("198.51.100.20").Contains("Shop"));
                """,
        };

    public override void Look(ScriptShape script, Findings found)
    {
        foreach (var step in script.Steps)
        {
            foreach (var check in step.Checks)
                if (
                    check.Is("Http.Get", "Http.ExpectReadOnly")
                    && check.Factory!.Text(0) is { } url
                    && IsAddress(url)
                )
                    found.Add(
                        check.Syntax,
                        $"{url} asks for the server's default site: write the site's name and .Via(\"{Host(url)}\")."
                    );
            foreach (var command in step.Commands)
                if (
                    command.Program is "curl" or "wget"
                    && command.Words.FirstOrDefault(IsAddress) is { } address
                    && !command.HasStart("Host:")
                    && !command.Has("--resolve")
                )
                    found.Add(
                        step,
                        $"{address} asks for the server's default site: use Http.Get(site).Via(\"{Host(address)}\")."
                    );
        }
    }

    private static bool IsAddress(string text) =>
        Host(text) is { } host
        && System.Net.IPAddress.TryParse(host, out var address)
        && !System.Net.IPAddress.IsLoopback(address);

    private static string? Host(string text) =>
        text.StartsWith("http", StringComparison.Ordinal)
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
            ? url.Host.Trim('[', ']')
            : null;
}
