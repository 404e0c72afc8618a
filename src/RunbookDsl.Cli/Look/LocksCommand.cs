namespace RunbookDsl.Cli;

/// <summary><c>runbook locks</c>: what runs have for themselves.</summary>
internal static class LocksCommand
{
    public static Task<int> RunAsync(Invocation invocation, Session session)
    {
        var all = session.Store(invocation).Locks.Held();
        if (invocation.Has("--json"))
            RunJson.Print(
                session.Out,
                w =>
                {
                    w.WriteStartArray();
                    foreach (var held in all)
                    {
                        w.WriteStartObject();
                        w.WriteString("resource", held.Resource);
                        w.WriteString("run", held.Claim.RunId);
                        w.WriteNumber("fence", held.Fence);
                        w.WriteString("operator", held.Holder.Operator);
                        w.WriteString("host", held.Holder.Host);
                        w.WriteString("since", held.Since);
                        w.WriteEndObject();
                    }
                    w.WriteEndArray();
                }
            );
        else if (all.Count == 0)
            session.Out.Line("Nothing is locked.");
        else
            foreach (var held in all)
                session.Out.Line(
                    $"{held.Resource}  run {held.Claim.RunId}  {held.Holder.Operator}@{held.Holder.Host}  since "
                        + $"{PlainObserver.Time(held.Since)}  fence {held.Fence}"
                );
        return Task.FromResult(ExitCodes.Done);
    }
}
