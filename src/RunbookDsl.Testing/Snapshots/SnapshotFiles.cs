using System.Text;

namespace RunbookDsl.Testing;

/// <summary>
/// The files of one folder of snapshots: read within bounds, written whole or not at all, and never outside
/// of the runbook's folder, whatever links lie there.
/// </summary>
/// <param name="root">The runbook's folder.</param>
/// <param name="folder">The folder of its snapshots.</param>
internal sealed class SnapshotFiles(string root, string folder)
{
    private const int Largest = 16 * 1024 * 1024;
    private static readonly UTF8Encoding Plain = new(encoderShouldEmitUTF8Identifier: false);
    private static int _temporary;

    public string Folder => folder;

    public string Verified(string name) => Path.Combine(folder, $"{name}.verified.txt");

    public string Received(string name) => Path.Combine(folder, $"{name}.received.txt");

    /// <summary>Names of the files that end so, sorted; empty when there is no folder.</summary>
    public IReadOnlyList<string> Names(string ending)
    {
        CheckPlace(folder);
        if (!Directory.Exists(folder))
            return [];
        return
        [
            .. Directory
                .EnumerateFiles(folder, $"*{ending}")
                .Select(f => Path.GetFileName(f)[..^ending.Length])
                .Where(n => n.Length > 0)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The text with LF and without byte order mark and last line ends; null when there is no
    /// file.</summary>
    public string? Read(string path)
    {
        CheckPlace(path);
        var file = new FileInfo(path);
        if (!file.Exists)
            return null;
        if (file.Length > Largest)
            throw new SnapshotException(
                $"{path} is larger than {Largest / 1024 / 1024} MB: it is no snapshot."
            );
        return Normal(File.ReadAllText(path, Plain));
    }

    public static string Normal(string text) =>
        text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n');

    /// <summary>Writes the whole file, or throws and leaves what is there.</summary>
    public void Write(string path, string text) =>
        Change(
            path,
            () =>
            {
                Directory.CreateDirectory(folder);
                var temporary = WriteAside(path, text);
                try
                {
                    File.Move(temporary, path, overwrite: true);
                }
                catch
                {
                    File.Delete(temporary);
                    throw;
                }
            }
        );

    public void Move(string from, string to)
    {
        CheckPlace(from);
        Change(to, () => File.Move(from, to, overwrite: true));
    }

    public void Delete(string path)
    {
        if (Directory.Exists(folder))
            Change(path, () => File.Delete(path));
    }

    private void Change(string path, Action change)
    {
        CheckPlace(path);
        try
        {
            change();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SnapshotException(
                $"{path} cannot be changed: {e.Message} Make {folder} writable for this user (chmod -R u+w), or "
                    + "run with --ci, which compares and writes nothing.",
                e
            );
        }
    }

    private static string WriteAside(string path, string text)
    {
        while (true)
        {
            var number = Interlocked.Increment(ref _temporary);
            var name = FormattableString.Invariant(
                $".{Path.GetFileName(path)}.{Environment.ProcessId}-{number}.tmp"
            );
            var temporary = Path.Combine(Path.GetDirectoryName(path)!, name);
            if (File.Exists(temporary))
                continue;
            using var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            file.Write(Plain.GetBytes(text));
            return temporary;
        }
    }

    private void CheckPlace(string path)
    {
        var (real, home) = (RealPath.Of(path), RealPath.Of(root));
        if (!real.StartsWith($"{home.TrimEnd('/')}/", StringComparison.Ordinal))
            throw new SnapshotException(
                $"{path} is a link that leads out of {root}, to {real}. Snapshots stay beside their runbook: "
                    + "replace the link by a file or a folder."
            );
    }
}
