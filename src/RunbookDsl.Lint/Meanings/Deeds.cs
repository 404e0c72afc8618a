namespace RunbookDsl.Lint;

/// <summary>Finds out what a step means: by its operation, by the programs it starts, by its SQL.</summary>
internal static class Deeds
{
    private static readonly Dictionary<string, Deed> ByVerb = new()
    {
        ["Pg.VerifyDump"] = Deed.BackupProof,
        ["Pg.RehearseRestore"] = Deed.BackupProof,
        ["Pg.CreateRestorePoint"] = Deed.RestorePoint,
        ["Pg.AnalyzeInStages"] = Deed.Analyze | Deed.ChangesData,
        ["Pg.Analyze"] = Deed.Analyze | Deed.ChangesData,
        ["Pg.Vacuum"] = Deed.ChangesData,
        ["Pg.Reindex"] = Deed.ChangesData,
        ["Pg.ArchiveOldData"] = Deed.ChangesData,
        ["Pg.Batches"] = Deed.ChangesData,
        ["Pg.Upgrade"] = Deed.Upgrade | Deed.ChangesData,
        ["Pg.Swap"] = Deed.ChangesData,
        ["Pg.Ddl"] = Deed.ChangesData | Deed.Migrates,
        ["Pg.Execute"] = Deed.ChangesData,
        ["Pg.Transaction"] = Deed.ChangesData,
        ["Pg.DropDatabase"] = Deed.ChangesData | Deed.Destroys,
        ["Pg.CloneTo"] = Deed.Clones | Deed.ChangesData,
        ["Pg.Promote"] = Deed.ChangesData,
        ["Pg.Fence"] = Deed.Fence | Deed.Closes | Deed.Drains,
        ["Pg.SetReadOnly"] = Deed.Closes,
        ["Pg.Drain"] = Deed.Drains,
        ["Pg.Admit"] = Deed.Opens,
        ["HostNginx.MaintenanceOn"] = Deed.PageOn | Deed.Closes,
        ["HostNginx.MaintenanceOff"] = Deed.PageOff | Deed.Opens,
        ["CapStage.MaintenanceEnable"] = Deed.PageOn | Deed.Closes,
        ["CapStage.MaintenanceDisable"] = Deed.PageOff | Deed.Opens,
        ["HostUnit.Hold"] = Deed.Closes,
        ["HostUnit.Mask"] = Deed.Closes,
        ["HostUnit.Stop"] = Deed.Closes,
        ["HostUnit.Unmask"] = Deed.Opens,
        ["HostUnit.Start"] = Deed.Opens,
        ["SshHost.Reboot"] = Deed.Reboot,
        ["HostApt.Upgrade"] = Deed.Packages,
        ["PublicPage.Schedule"] = Deed.Tells,
        ["PublicPage.Complete"] = Deed.TellsEnd,
        ["Mail.Send"] = Deed.Tells,
        ["Slack.Post"] = Deed.Tells,
        ["Slack.PostByWebhook"] = Deed.Tells,
        ["Intercom.Message"] = Deed.Tells,
        ["Control.Monitor"] = Deed.Watches | Deed.Looks,
    };

    /// <summary>What the step means.</summary>
    public static Deed Of(ShapeStep step)
    {
        var deeds = Deed.None;
        if (step.Operation is { } operation)
            deeds |= OfOperation(operation);
        foreach (var script in step.Shell)
        foreach (var command in script.Commands)
            deeds |= CommandDeeds.Of(command);
        foreach (var piece in step.Sql)
            deeds |= OfSql(piece);
        foreach (var put in step.Puts)
            deeds |= Undone(put.Deeds);
        if (step.Kind == StepKind.Question)
            deeds |= Deed.Asks;
        if (step.Kind == StepKind.Manual && step.Shell.Count == 0)
            deeds |= Deed.Looks;
        if (step.ChecksBy("Pg.AssertStatistics"))
            deeds |= Deed.StatisticsProof;
        if (step.ChecksBy("Pg.VerifyDump"))
            deeds |= Deed.BackupProof;
        return step.Links.Any(l => l.Name is "Verify") || step.Checks.Any() ? deeds | Deed.Looks : deeds;
    }

    private static Deed OfOperation(ShapeCall call) =>
        call.Verb switch
        {
            "Pg.Dump" => call.Has("SchemaOnly") ? Deed.None : Deed.Backup | Deed.BackupProof,
            "Pg.Vacuum" when call.Has("Analyze") => Deed.ChangesData | Deed.Analyze,
            "Pg.Restore" => IsOfSchema(call) ? Deed.None : Deed.Restore | Deed.ChangesData,
            "SshHost.RunScript" => call.Factory!.Texts(0)
                .Exists(t =>
                    t.Contains("backup", StringComparison.OrdinalIgnoreCase)
                    || t.Contains("dump", StringComparison.OrdinalIgnoreCase)
                )
                ? Deed.Backup | (call.Has("Produces") ? Deed.BackupProof : Deed.ShellBackup)
                : Deed.None,
            "App.MaintenanceMode" => call.Factory!.Argument(2, "isOn")?.ToString() == "false"
                ? Deed.PageOff | Deed.Opens
                : Deed.PageOn | Deed.Closes,
            "CloudflareRecord.PointTo" or "CloudflareChange.PointTo" => IsPage(call)
                ? Deed.PageOn | Deed.Closes
                : Deed.MovesName,
            _ => ByVerb.GetValueOrDefault(call.Verb),
        };

    /// <summary>Whether a name is led to a page that only says that the site is away.</summary>
    public static bool IsPage(ShapeCall call) =>
        call.Link("PointTo")?.Argument(0) is { } value
        && (ScriptTexts.Of(value, call.Model) ?? "") + value is var text
        && (
            text.Contains("pages.dev", StringComparison.OrdinalIgnoreCase)
            || text.Contains("page.", StringComparison.Ordinal)
            || text.Contains("maintenance", StringComparison.OrdinalIgnoreCase)
        );

    private static bool IsOfSchema(ShapeCall restore) =>
        Variables.Symbol(restore.Factory!.Argument(0, "dump"), restore.Model) is { } dump
        && dump.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax().ToString() is { } made
        && made.Contains(".SchemaOnly()", StringComparison.Ordinal);

    private static Deed OfSql(SqlPiece piece)
    {
        var deeds = Deed.None;
        if (piece.Sender == SqlSender.Look)
            return deeds;
        foreach (var part in piece.Statements)
        {
            if (!part.Looks)
                deeds |= Deed.ChangesData;
            if (part.DestroysRows)
                deeds |= Deed.Destroys;
            if (part.Starts("alter") || part.Starts("create", "table"))
                deeds |= Deed.Migrates;
            if (part.Starts("analyze") || (part.Starts("vacuum") && part.Has("analyze")))
                deeds |= Deed.Analyze;
        }
        return deeds;
    }

    private static Deed Undone(Deed deeds)
    {
        var undone = Deed.None;
        if (deeds.HasFlag(Deed.Closes))
            undone |= Deed.Opens;
        if (deeds.HasFlag(Deed.PageOn))
            undone |= Deed.PageOff;
        return undone;
    }
}
