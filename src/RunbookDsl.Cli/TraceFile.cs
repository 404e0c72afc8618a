using System.Globalization;

namespace RunbookDsl.Cli;

/// <summary>Keeps what nobody expected for whoever mends it; the operator sees one line.</summary>
internal static class TraceFile
{
    public static string Keep(Exception e, ProcessSettings settings)
    {
        var what = $"{e.GetType().Name}: {e.Message.Split('\n')[0].TrimEnd()}";
        var name = string.Create(CultureInfo.InvariantCulture, $"bug-{Environment.ProcessId}.txt");
        var path = Path.Combine(settings.Home, name);
        try
        {
            Write(path, e.ToString());
            return $"runbook: this is a bug in runbook: {what}; its trace is in {path}\n";
        }
        catch (Exception inner) when (inner is IOException or UnauthorizedAccessException)
        {
            return $"runbook: this is a bug in runbook: {what}\n";
        }
    }

    private static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        var folder = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, Mine | UnixFileMode.UserExecute);
            options.UnixCreateMode = Mine;
        }
        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }

    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;
}
