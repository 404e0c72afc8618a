using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>Carries one command line out, with its fault if it has one: the one way in for every
/// transport.</summary>
internal sealed class CommandRun(HostMachine machine, HostRequest request)
{
    public async Task<HostEnd> RunAsync()
    {
        var reading = CommandReading.Of(machine, request.Text);
        var line = request.Text.TrimEnd().Replace("\n", "\\n", StringComparison.Ordinal);
        machine.Stage.CheckLeak(line, $"a command line on {machine.Name}");
        using var ticket = machine.Stage.Enter(
            new WorldCall(machine.Name, reading.Operation, reading.IsChange)
            {
                Subject = line,
                Text = line,
                Step = request.Step,
            }
        );
        var end = await FaultyAsync(ticket, reading).ConfigureAwait(false);
        if (!end.IsCut)
            ticket.Answered(
                end.Signal is { } signal
                    ? $"signal {signal}"
                    : string.Create(CultureInfo.InvariantCulture, $"exit {end.Code}")
            );
        return end;
    }

    private async Task<HostEnd> FaultyAsync(CallTicket ticket, CommandReading reading)
    {
        if (ticket.BeforeEffect is { } before)
        {
            if (before.Kind != FaultKind.Duplicate)
                return await StruckAsync(ticket, before, reading).ConfigureAwait(false);
            await EffectAsync(ticket, request.Streams with { Out = HostOutput.Null, Error = HostOutput.Null })
                .ConfigureAwait(false);
        }
        var after = ticket.AfterEffect;
        var end = await EffectAsync(ticket, Limited(after)).ConfigureAwait(false);
        if (after is null || end.IsCut)
            return end;
        if (after.Kind != FaultKind.Duplicate)
            return await StruckAsync(ticket, after, reading).ConfigureAwait(false);
        return await EffectAsync(
                ticket,
                request.Streams with
                {
                    Out = HostOutput.Null,
                    Error = HostOutput.Null,
                }
            )
            .ConfigureAwait(false);
    }

    private async Task<HostEnd> StruckAsync(CallTicket ticket, FaultAction fault, CommandReading reading)
    {
        switch (fault.Kind)
        {
            case FaultKind.Error:
                await ShellRun
                    .SayAsync(
                        request.Streams.Error,
                        $"{reading.Operation}: it failed, as the rehearsal wants\n"
                    )
                    .ConfigureAwait(false);
                return new(int.TryParse(fault.Code, out var code) ? code : 1);
            case FaultKind.Kill:
                return new(137) { Signal = fault.Code ?? "KILL" };
            case FaultKind.Hang:
                try
                {
                    await ticket.HangAsync(request.Gone).ConfigureAwait(false);
                }
                catch (OperationCanceledException)
                {
                    // Nobody waits any more; the connection is cut below.
                }
                return HostEnd.Cut;
            default:
                return HostEnd.Cut;
        }
    }

    private ShellStreams Limited(FaultAction? fault)
    {
        if (fault is not { Kind: FaultKind.Drop or FaultKind.Hang })
            return request.Streams;
        var left = fault.Bytes;
        var output = request.Streams.Out;
        return request.Streams with
        {
            Out = new CallOutput(bytes =>
            {
                var part = bytes[..Math.Min(left, bytes.Length)];
                left -= part.Length;
                return part.Length == 0 ? ValueTask.CompletedTask : output.WriteAsync(part);
            }),
        };
    }

    private async Task<HostEnd> EffectAsync(CallTicket ticket, ShellStreams streams)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(machine.Boot, request.Gone);
        var before = machine.Lines();
        ticket.LetTimePass();
        try
        {
            var session = new ShellSession(request.User, HostMachine.HomeOf(request.User));
            var shell = new ShellRun(machine, ended.Token);
            if (request.Command is { } command)
                return new(await shell.ScriptAsync(command, session, streams).ConfigureAwait(false));
            return new(await shell.WordsAsync(["sh"], session, streams).ConfigureAwait(false));
        }
        catch (SignalExit e)
        {
            return new(e.Code) { Signal = e.Signal };
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return HostEnd.Cut;
        }
        finally
        {
            Changes.Note(ticket, machine.Stage, before, machine.Lines());
        }
    }
}
