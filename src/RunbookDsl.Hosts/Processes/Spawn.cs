using System.IO.Pipes;

namespace RunbookDsl.Hosts;

/// <summary>
/// Starts a program in a session of its own, so that Ctrl+C in the operator's terminal reaches the engine
/// only, and a
/// program that wants to read a password from the terminal fails at once instead of being stopped for ever.
/// </summary>
/// <remarks>
/// <c>posix_spawn</c> rather than <c>Process.Start</c> with the <c>setsid</c> program: the group exists
/// before the call
/// returns (a signal cannot miss it), a program that cannot be executed is told by its error number, and
/// nothing has to be
/// installed. Descriptors that are inheritable stay so: the engine's "an attempt is alive" lock relies on it.
/// </remarks>
internal static unsafe class Spawn
{
    public static ChildProcess Start(SpawnRequest request)
    {
        var input = request.HasInput
            ? new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None)
            : null;
        var output = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.None);
        var error = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.None);
        var pid = 0;
        try
        {
            var failure = Call(request, input, output, error, out pid);
            if (failure != 0)
                throw ProgramFailure.CannotStart(request, failure);
        }
        finally
        {
            input?.DisposeLocalCopyOfClientHandle();
            output.DisposeLocalCopyOfClientHandle();
            error.DisposeLocalCopyOfClientHandle();
            if (pid == 0)
            {
                input?.Dispose();
                output.Dispose();
                error.Dispose();
            }
        }
        return new ChildProcess(pid, input, output, error);
    }

    /// <summary>
    /// Starts a program that shall outlive this one and inherits none of its files, so that no lock of ours
    /// stays with it. Somebody has to reap it.
    /// </summary>
    public static int StartDetached(SpawnRequest request)
    {
        using var text = new NativeText();
        var nowhere = text.Of("/dev/null");
        var failure = Call(
            request,
            text,
            actions =>
            {
                _ = Libc.AddOpen((byte*)actions, 0, nowhere, 0, 0);
                _ = Libc.AddOpen((byte*)actions, 1, nowhere, Libc.WriteOnly, 0);
                _ = Libc.AddOpen((byte*)actions, 2, nowhere, Libc.WriteOnly, 0);
                _ = Libc.AddCloseFrom((byte*)actions, 3);
            },
            out var pid
        );
        return failure == 0 ? pid : throw ProgramFailure.CannotStart(request, failure);
    }

    private static int Call(
        SpawnRequest request,
        AnonymousPipeServerStream? input,
        AnonymousPipeServerStream output,
        AnonymousPipeServerStream error,
        out int pid
    )
    {
        using var text = new NativeText();
        return Call(
            request,
            text,
            actions =>
            {
                if (input is null)
                    _ = Libc.AddOpen((byte*)actions, 0, text.Of("/dev/null"), 0, 0);
                else
                    _ = Libc.AddDuplicate((byte*)actions, Descriptor(input), 0);
                _ = Libc.AddDuplicate((byte*)actions, Descriptor(output), 1);
                _ = Libc.AddDuplicate((byte*)actions, Descriptor(error), 2);
            },
            out pid
        );
    }

    private static int Call(SpawnRequest request, NativeText text, Action<nint> streams, out int pid)
    {
        var attributes = stackalloc byte[Libc.OpaqueSize];
        var actions = stackalloc byte[Libc.OpaqueSize];
        _ = Libc.InitAttributes(attributes);
        _ = Libc.InitActions(actions);
        try
        {
            SetSignals(attributes);
            _ = Libc.AddDirectory(actions, text.Of(request.Directory));
            streams((nint)actions);
            return Libc.Spawn(
                out pid,
                text.Of(request.Path),
                actions,
                attributes,
                text.Of(request.Arguments),
                text.Of(request.Environment)
            );
        }
        finally
        {
            _ = Libc.DestroyActions(actions);
            _ = Libc.DestroyAttributes(attributes);
        }
    }

    private static void SetSignals(byte* attributes)
    {
        var signals = stackalloc byte[Libc.OpaqueSize];
        _ = Libc.EmptySignals(signals);
        _ = Libc.SetSignalMask(attributes, signals);
        // .NET ignores SIGPIPE; a child that inherits that never ends when the reader of its output has gone.
        _ = Libc.AddSignal(signals, Libc.SignalPipe);
        _ = Libc.SetDefaultSignals(attributes, signals);
        _ = Libc.SetFlags(
            attributes,
            (short)(Libc.SpawnNewSession | Libc.SpawnSetSignalDefaults | Libc.SpawnSetSignalMask)
        );
    }

    private static int Descriptor(AnonymousPipeServerStream pipe) =>
        (int)pipe.ClientSafePipeHandle.DangerousGetHandle();
}
