using System.Net.Sockets;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>
/// What sshd runs in place of each command: a script without any program but cat, which connects the
/// command's input, output and errors to us and ends as we say.
/// </summary>
/// <remarks>
/// Bash, because it opens sockets by itself and is there in a few milliseconds; a program of .NET would take
/// fifty. Four connections, so that the end of each stream is seen.
/// </remarks>
internal static class SshRelay
{
    /// <summary>What stands for the command when the client asks for the SFTP subsystem.</summary>
    public const string Sftp = "runbook-sftp";

    public const string Script = """
        at=/dev/tcp/127.0.0.1/$1
        exec 3<>"$at" 4<>"$at" 5<>"$at" 8<&0 || exit 255
        printf 'O\0%s\0%s\0' "$2" $$ >&4
        printf 'E\0%s\0%s\0' "$2" $$ >&5
        printf 'C\0%s\0%s\0%s\0%s\0%s\0' "$2" $$ "${SSH_ORIGINAL_COMMAND+command}" \
          "${SSH_ORIGINAL_COMMAND-}" "${RUNBOOK_STEP-}" >&3
        cat <&4 3>&- 5>&- 8<&- &
        output=$!
        cat <&5 >&2 3>&- 4>&- 8<&- &
        errors=$!
        {
          exec 6<>"$at" 3>&- 4>&- 5>&-
          printf 'I\0%s\0%s\0' "$2" $$ >&6
          exec cat <&8 >&6 2>/dev/null
        } &
        input=$!
        exec 4>&- 5>&-
        wait $output $errors
        printf 'D\n' >&3
        read -r how what <&3
        kill $input 2>/dev/null
        case $how in
          exit) exit "$what" ;;
          signal) kill -s "$what" $$ ;;
        esac
        exit 255
        """;

    private const int LongestField = 1 << 18;

    /// <summary>Reads up to the next zero byte; null when the other side has closed before.</summary>
    public static async Task<string?> FieldAsync(Socket socket, CancellationToken cancellation)
    {
        var field = new List<byte>();
        var one = new byte[1];
        while (field.Count < LongestField)
        {
            if (await socket.ReceiveAsync(one, cancellation).ConfigureAwait(false) == 0)
                return null;
            if (one[0] == 0)
                return Encoding.UTF8.GetString([.. field]);
            field.Add(one[0]);
        }
        return null;
    }
}
