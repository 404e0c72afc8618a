namespace RunbookDsl.Hosts;

/// <summary>Why a program could not be started, in words.</summary>
internal static class ProgramFailure
{
    public static OperationFailedException NotInPath(string program, string path) =>
        new(
            $"cannot start '{program}': no such program in PATH ({path}). "
                + "Install it on this machine, or give its full path."
        );

    public static OperationFailedException NotThere(string program, string path) =>
        new($"cannot start '{program}': there is no file {path}. Correct the path or install the program.");

    public static OperationFailedException NoDirectory(string program, string directory) =>
        new($"cannot start '{program}': there is no directory {directory} to start it in. Create it first.");

    public static OperationFailedException HoldsNul(string program, string what) =>
        new($"cannot start '{program}': {what} holds a NUL character, which no program can be given.");

    public static OperationFailedException CannotStart(SpawnRequest request, int error) =>
        new($"cannot start '{request.Program}': {Reason(request, error)}");

    private static string Reason(SpawnRequest request, int error) =>
        error switch
        {
            Libc.ErrorAccess => $"{request.Path} may not be executed by this user. "
                + "Make it executable (chmod +x) or run as a user that may.",
            Libc.ErrorNotExecutable => $"{request.Path} is no program of this machine. "
                + "A script needs a first line such as #!/bin/sh.",
            Libc.ErrorNoEntry => $"{request.Path} names an interpreter that does not exist. "
                + "Look at its first line, or install the interpreter.",
            Libc.ErrorTooBig => "its arguments and environment are too long for this machine. "
                + "Hand the data over by input or file.",
            _ => $"the system refused {request.Path} with error {error} ({Native(error)}).",
        };

    private static string Native(int error) =>
        System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error);
}
