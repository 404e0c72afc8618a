namespace RunbookDsl.Engine;

/// <summary>What to say of secrets without a value.</summary>
internal static class SecretMessages
{
    public static string Missing(IReadOnlyList<SecretReference> secrets)
    {
        var names = string.Join(", ", secrets.Select(s => s.Name));
        var plural = secrets.Count > 1 ? "secrets have" : "secret has";
        return $"{secrets.Count} {plural} no value: {names}. Set the environment variable of that name"
            + (
                secrets.Any(s => s.File is not null || s.Command is not null)
                    ? ", or mend the file or command the runbook names"
                    : ""
            )
            + ", then start again. Nothing was executed.";
    }

    /// <summary>
    /// A secret that only the code of a step knows of is asked for when the step has begun.
    /// </summary>
    public static string MissingInStep(SecretReference secret, string runId, string stepId) =>
        $"secret {secret.Name} has no value, and '{stepId}' asked for it while it ran. Set the environment variable "
        + $"of that name, look what the step has done, then `runbook resume {runId} --from-failed`.";
}
