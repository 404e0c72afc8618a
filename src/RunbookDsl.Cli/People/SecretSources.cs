namespace RunbookDsl.Cli;

/// <summary>
/// Secrets from the environment, else from the file, else from the command that the runbook names. Each is
/// looked up once;
/// nothing is looked up before somebody asks.
/// </summary>
/// <param name="settings">The environment.</param>
/// <param name="directory">The runbook's folder; files are relative to it.</param>
/// <param name="processes">Runs commands.</param>
/// <param name="clock">Limits commands to 30 s.</param>
internal sealed class SecretSources(
    ProcessSettings settings,
    string directory,
    IProcessRunner processes,
    TimeProvider clock
) : ISecretStore
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly Dictionary<SecretReference, string?> _found = [];
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public string? Find(SecretReference secret)
    {
        lock (_gate)
        {
            if (!_found.TryGetValue(secret, out var value))
                _found[secret] = value =
                    settings.Value(secret.Name) ?? FromFile(secret) ?? FromCommand(secret);
            return value;
        }
    }

    private string? FromFile(SecretReference secret)
    {
        if (secret.File is not { } file)
            return null;
        try
        {
            using var reader = new StreamReader(Path.GetFullPath(file, directory));
            return NotEmpty(reader.ReadLine());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string? FromCommand(SecretReference secret)
    {
        if (secret.Command is not { Count: > 0 } command)
            return null;
        using var limit = new CancellationTokenSource(Limit, clock);
        try
        {
            var arguments = new List<string>(command).GetRange(1, command.Count - 1);
            var line = new ProcessCommand(command[0], arguments)
            {
                Directory = directory,
                KeepBytes = 64 << 10,
            };
            // A secret store is asked while nothing else goes on; there is nobody to give the thread to.
            var result = Task.Run(() => processes.RunAsync(line, limit.Token)).GetAwaiter().GetResult();
            return result.ExitCode == 0 ? NotEmpty(result.Output.Split('\n')[0].TrimEnd('\r')) : null;
        }
        catch (Exception e) when (e is OperationFailedException or OperationCanceledException)
        {
            return null;
        }
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
