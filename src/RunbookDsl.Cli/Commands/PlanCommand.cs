namespace RunbookDsl.Cli;

/// <summary><c>runbook plan</c>: prints what would be done; does nothing.</summary>
internal static class PlanCommand
{
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        var scripts = ScriptWorld.Loader(session.Settings);
        var loaded = scripts.Load(PlanInputs.Of(session, invocation, invocation.Argument(0)!));
        session.Remark(loaded);
        Advice.Tell(session, Advice.Of(loaded.Plan));
        if (invocation.Value("--out") is { } file)
            PlanFile.Write(Path.GetFullPath(file, session.Settings.WorkingDirectory), loaded.Plan);
        if (invocation.Has("--json"))
            RunJson.Print(session.Out, w => PlanJson.Write(w, loaded.Plan));
        else
            session.Out.Write(PlanText.Of(loaded.Plan));
        return Task.FromResult(ExitCodes.Done);
    }
}
