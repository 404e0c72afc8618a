namespace RunbookDsl.Hosts;

/// <summary>Names of files on a host.</summary>
internal static class RemotePath
{
    private const int Longest = 1024;

    /// <summary>Where before-images lie, for root and for everybody else.</summary>
    public static string Images(SshHost host) =>
        host.UsesSudo || host.User == "root" ? "/var/lib/runbook/before" : ".runbook/before";

    /// <summary>The folder of a file.</summary>
    public static string FolderOf(string path) => path.LastIndexOf('/') is var at and > 0 ? path[..at] : "/";

    /// <summary>A full path of a file or folder, as it was given.</summary>
    /// <exception cref="ArgumentException">It is none, or means another one than it seems to.</exception>
    public static string Checked(string path) =>
        path is { Length: > 0 and <= Longest }
        && path[0] == '/'
        && !path.Any(char.IsControl)
        && (path == "/" || path[1..].Split('/').All(p => p.Length > 0 && p is not ("." or "..")))
            ? path
            : throw new ArgumentException(
                $"'{path}' is no full path of a file on a host: /folder/name, without . and .. in it"
            );
}
