namespace RunbookDsl.Testing;

/// <summary>
/// Programs as a rehearsal starts them: the real ones, with the world's variables, with the world's own
/// programs in front of PATH, and with a look at their arguments.
/// </summary>
internal sealed class WorldPrograms : IProcessRunner, IDetachedPrograms
{
    private const string System = "local";
    private readonly World _world;
    private readonly Stage _stage;
    private readonly Surroundings _surroundings;
    private readonly IProcessRunner _inner;

    public WorldPrograms(World world, IProgramStarter starter)
    {
        (_stage, _surroundings, _world) = (world.Stage, world.Surroundings, world);
        _inner = starter.Start(world.Directory, Environment(world));
    }

    public async Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellation)
    {
        using var ticket = Enter(command);
        if (ticket.BeforeEffect is { } before)
            return await FailAsync(before, ticket, cancellation).ConfigureAwait(false);
        var result = await _inner.RunAsync(Here(command), cancellation).ConfigureAwait(false);
        if (ticket.AfterEffect is { } after)
            return await FailAsync(after, ticket, cancellation).ConfigureAwait(false);
        ticket.Answered($"exit {result.ExitCode}");
        return result;
    }

    public Task StartAsync(ProcessCommand command, string folder)
    {
        using var ticket = Enter(command);
        return Detached.StartAsync(Here(command), folder);
    }

    public Task<ProcessResult> EndAsync(
        ProcessCommand command,
        string folder,
        CancellationToken cancellation
    ) => Detached.EndAsync(Here(command), folder, cancellation);

    public DetachedState Look(string folder) => Detached.Look(folder);

    private IDetachedPrograms Detached =>
        _inner as IDetachedPrograms
        ?? throw new OperationFailedException("programs cannot be detached on this machine.");

    private CallTicket Enter(ProcessCommand command)
    {
        _world.HadPrograms();
        var name = Path.GetFileName(command.Program);
        var line = string.Join(' ', [name, .. command.Arguments]);
        _stage.CheckLeak(line, $"the arguments of {name}");
        return _stage.Enter(
            new WorldCall(System, name, IsChange: false)
            {
                Step = command.Environment.GetValueOrDefault("RUNBOOK_STEP"),
                Subject = command.Arguments.Count > 0 ? command.Arguments[0] : "",
                Text = line,
            }
        );
    }

    // What a program does is seen at the systems it works on; here it only ends as it is told to.
    private static async Task<ProcessResult> FailAsync(
        FaultAction fault,
        CallTicket ticket,
        CancellationToken cancellation
    )
    {
        if (fault.Kind == FaultKind.Hang)
        {
            await ticket.HangAsync(cancellation).ConfigureAwait(false);
            throw new OutcomeUnknownException("the program did not end");
        }
        var code =
            fault.Kind is FaultKind.Drop or FaultKind.Kill ? 137
            : int.TryParse(fault.Code, out var wanted) ? wanted
            : 1;
        ticket.Answered($"exit {code}");
        return new ProcessResult(code, "", fault.Kind == FaultKind.Error ? "injected failure" : "");
    }

    private ProcessCommand Here(ProcessCommand command)
    {
        var step = command.Environment.GetValueOrDefault("RUNBOOK_STEP") ?? "";
        var variables = new Dictionary<string, string?>();
        foreach (var (name, value) in _surroundings.Variables)
            if (value.Contains("{step}", StringComparison.Ordinal))
                variables[name] = value.Replace(
                    "{step}",
                    Uri.EscapeDataString(step),
                    StringComparison.Ordinal
                );
        foreach (var (name, value) in command.Environment)
            variables[name] = value;
        return command with { Environment = variables };
    }

    private static Dictionary<string, string> Environment(World world)
    {
        var all = new Dictionary<string, string>(world.Stage.Environment);
        foreach (var (name, value) in world.Surroundings.Variables)
            all[name] = value;
        all[Remains.Variable] = world.Stage.Directory;
        var path = new List<string>();
        if (world.Surroundings.Programs.Count > 0)
            path.Add(Programs(world));
        path.AddRange(world.Surroundings.Folders);
        if (path.Count > 0)
            all["PATH"] = string.Join(':', [.. path, all.GetValueOrDefault("PATH", "/usr/bin:/bin")]);
        return all;
    }

    private static string Programs(World world)
    {
        var folder = Path.Combine(world.Stage.Directory, "bin");
        Directory.CreateDirectory(folder);
        foreach (var (name, script) in world.Surroundings.Programs)
        {
            var real = FindReal(name, world.Stage.Environment);
            var file = Path.Combine(folder, name);
            File.WriteAllText(file, $"#!/bin/sh\nREAL='{real.Replace("'", "'\\''")}'\n{script}\n");
            File.SetUnixFileMode(
                file,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        }
        return folder;
    }

    private static string FindReal(string name, IReadOnlyDictionary<string, string> environment)
    {
        foreach (var folder in environment.GetValueOrDefault("PATH", "/usr/bin:/bin").Split(':'))
            if (folder.Length > 0 && Path.Combine(folder, name) is var path && File.Exists(path))
                return path;
        return $"/usr/bin/{name}";
    }
}
