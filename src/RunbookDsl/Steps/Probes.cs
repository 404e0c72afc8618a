namespace RunbookDsl;

/// <summary>Probe specs made from checks and lambdas.</summary>
internal static class Probes
{
    public static ProbeSpec ByCheck(Check done) =>
        new(
            done.Description,
            async (context, cancellation) =>
            {
                var verdict = await done.RunAsync(context, cancellation).ConfigureAwait(false);
                var state = verdict.Passed ? ProbeState.Done : ProbeState.NotDone;
                return new Probe(state, verdict.Evidence);
            }
        )
        {
            Secrets = done.Secrets,
            Reads = done.Reads,
        };

    public static ProbeSpec ByState(string text, Func<StepContext, Task<ProbeState>> look) =>
        new(
            CodeText.OneLine(text),
            async (context, _) => new Probe(await look(context).ConfigureAwait(false), CodeText.OneLine(text))
        )
        {
            Code = CodeText.Canonical(text),
        };
}
