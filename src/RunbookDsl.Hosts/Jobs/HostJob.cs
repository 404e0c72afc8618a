using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RunbookDsl.Hosts;

/// <summary>
/// A program that runs on a host as a transient systemd unit: it outlives the connection, the runner and its
/// machine, and is found again by its name. Two of the same name cannot be started.
/// </summary>
/// <param name="Host">Where.</param>
/// <param name="What">What it does, in an operator's words.</param>
/// <param name="Words">The program and its arguments.</param>
internal sealed record HostJob(SshHost Host, string What, params string[] Words)
{
    private const int ShownLines = 400;
    private const string Properties =
        "--property=LoadState,ActiveState,SubState,Result,ExecMainStatus,ExecMainCode";
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    /// <summary>Variables of the program, as <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Who it runs as; null is root.</summary>
    public string? User { get; init; }

    /// <summary>Where it starts; null is <c>/</c>.</summary>
    public string? Directory { get; init; }

    /// <summary>The unit of this logical attempt.</summary>
    public static string NameOf(StepContext context)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(context.IdempotencyKey)));
        var step = string.Concat(context.StepId.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
        return $"runbook-{step[..Math.Min(step.Length, 60)]}-{hash[..12]}";
    }

    /// <summary>Starts it and waits for its end.</summary>
    public async Task<JobEnd> RunAsync(StepContext context, CancellationToken cancellation)
    {
        var unit = NameOf(context);
        // First where it runs, then the start: what has no handle was never begun.
        await context.StartedAsync(unit).ConfigureAwait(false);
        var call = new HostCall(
            Host,
            $"start {unit}",
            [
                .. (string[])["systemd-run", "--quiet", $"--unit={unit}", "--property=Type=exec"],
                .. (string[])["--property=RemainAfterExit=yes", $"--description=runbook: {What}"],
                .. User is null ? Array.Empty<string>() : [$"--uid={User}"],
                .. Directory is null ? Array.Empty<string>() : [$"--working-directory={Directory}"],
                .. Environment.Select(v => $"--setenv={v}"),
                "--",
                .. Words,
            ]
        )
        {
            AsRoot = true,
        };
        await call.ChangeAsync(context, cancellation).ConfigureAwait(false);
        return await EndAsync(context, unit, cancellation).ConfigureAwait(false);
    }

    /// <summary>Waits for the end of one that was started, by whomever. Starts nothing.</summary>
    /// <exception cref="OutcomeUnknownException">There is none of that name: it was not started, or the host
    /// was rebooted.</exception>
    public async Task<JobEnd> EndAsync(StepContext context, string unit, CancellationToken cancellation)
    {
        while (true)
        {
            var values = await ShowAsync(context, unit, cancellation).ConfigureAwait(false);
            if (values is null)
            {
                await context.WaitAsync(Look, cancellation).ConfigureAwait(false);
                continue;
            }
            if (values.GetValueOrDefault("LoadState") != "loaded")
                throw new OutcomeUnknownException(
                    $"{Host} has no unit {unit}: it was not started, or the host was rebooted since"
                );
            var isOver =
                values["ActiveState"] is "failed" or "inactive"
                || values.GetValueOrDefault("SubState") == "exited";
            if (isOver)
                return await EndedAsync(context, unit, values, cancellation).ConfigureAwait(false);
            await context.WaitAsync(Look, cancellation).ConfigureAwait(false);
        }
    }

    // A look that is lost is looked again: the program goes on meanwhile.
    private async Task<Dictionary<string, string>?> ShowAsync(
        StepContext context,
        string unit,
        CancellationToken cancellation
    )
    {
        var call = new HostCall(Host, $"look at {unit}", "systemctl", "show", $"{unit}.service", Properties);
        try
        {
            var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
            return said
                .Output.Split('\n')
                .Select(l => l.Split('=', 2))
                .Where(p => p.Length == 2)
                .ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        }
        catch (OperationFailedException e) when (e.Retryable)
        {
            context.Report(new StepProgress($"{Host} does not answer; {unit} goes on there"));
            return null;
        }
    }

    private async Task<JobEnd> EndedAsync(
        StepContext context,
        string unit,
        Dictionary<string, string> values,
        CancellationToken cancellation
    )
    {
        var call = new HostCall(
            Host,
            $"read the output of {unit}",
            [
                .. (string[])["journalctl", "--unit", unit, "--output", "cat", "--no-pager"],
                .. (string[])["--quiet", "--lines", $"{ShownLines}"],
            ]
        )
        {
            AsRoot = true,
        };
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        _ = int.TryParse(
            values.GetValueOrDefault("ExecMainStatus"),
            CultureInfo.InvariantCulture,
            out var code
        );
        return new(unit, values.GetValueOrDefault("Result", ""), code, said.Output);
    }
}
