namespace RunbookDsl.Lint;

/// <summary>What a step does to the world, as far as its types and words tell.</summary>
internal static class Effects
{
    private static readonly HashSet<string> ReadOnly =
    [
        "Pg.Query",
        "Pg.StatementTimes",
        "Pg.ExplainKeyQueries",
        "Pg.FindDump",
        "SshHost.Describe",
        "SshHost.FindOldFiles",
        "HostApt.Plan",
        "HostApt.RebootRequired",
        "HostUnit.Status",
        "HostLog.Mark",
        "Dns.AwaitOldAnswers",
        "CloudflareZone.Snapshot",
        "Deployed.Revision",
        "Control.Monitor",
    ];

    private static readonly string[] Final =
    [
        "Pg.DropDatabase",
        "Pg.DropSubscription",
        "Pg.Promote",
        "SshHost.DeleteFiles",
    ];

    /// <summary>The built-in operations that only look; a test compares them with what they say.</summary>
    public static IReadOnlySet<string> Looks => ReadOnly;

    /// <summary>Whether it changes something, for all that is known.</summary>
    public static bool Changes(ShapeStep step) =>
        step.Kind switch
        {
            StepKind.Code => !step.Has("ReadOnly"),
            StepKind.Operation => step.Operation is { IsCheck: false, Type: not null } operation
                && Symbols.Derives(operation.Type, "Operation")
                && !ReadOnly.Contains(operation.Verb)
                && operation
                    .Link("Effects")
                    ?.Call.ArgumentList.ToString()
                    .Contains("ReadOnly", StringComparison.Ordinal) != true,
            _ => false,
        };

    /// <summary>Whether its effect is asserted, by itself or by its author.</summary>
    public static bool IsVerified(ShapeStep step) =>
        step.Has("Verify")
        || step.Operation?.Verb switch
        {
            null => false,
            // The server's answer to COMMIT, and the provider's to a message, are all there is to look at.
            "Pg.Execute" or "Pg.Ddl" or "Pg.Transaction" => true,
            "Slack.Post" or "Slack.PostByWebhook" or "Mail.Send" or "Intercom.Message" => true,
            _ => Symbols.Overrides(step.Operation.Type, "Verification"),
        };

    /// <summary>Whether it brings, or was given, a way back.</summary>
    public static bool CanGoBack(ShapeStep step) =>
        step.Has("Undo") || Symbols.Overrides(step.Operation?.Type, "UndoDescription");

    /// <summary>Whether it can never be taken back.</summary>
    public static bool IsFinal(ShapeStep step) =>
        step.Is(Final)
        || step.Has("Irreversible")
        || step.Operation?.Link("Effects")
            ?.Call.ArgumentList.ToString()
            .Contains("Irreversible", StringComparison.Ordinal) == true;
}
