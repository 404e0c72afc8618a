using System.Diagnostics;

namespace RunbookDsl.Crash.Tests;

/// <summary>A real file system of a few KiB under a case's journal. Needs root.</summary>
internal sealed class MountedDisk : IDisposable
{
    private readonly string _at;

    private MountedDisk(string at) => _at = at;

    /// <summary>Memory of so many KiB.</summary>
    public static MountedDisk Memory(Case under, int kibibytes)
    {
        var at = Prepare(under);
        Call("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k,mode=0700", "tmpfs", at);
        return new MountedDisk(at);
    }

    /// <summary>An ext4 of 8 MiB in a file, of which only so many KiB are free.</summary>
    public static MountedDisk Ext4(Case under, int free)
    {
        var at = Prepare(under);
        var image = Path.Combine(under.Folder, "image");
        using (var file = File.Create(image))
            file.SetLength(8 << 20);
        Call("mkfs.ext4", "-q", "-m", "0", image);
        Call("mount", "-o", "loop,errors=remount-ro", image, at);
        File.SetUnixFileMode(at, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var disk = new MountedDisk(at);
        var filler = (int)(new DriveInfo(at).AvailableFreeSpace >> 10) - free;
        File.WriteAllBytes(disk.Filler, new byte[filler << 10]);
        return disk;
    }

    /// <summary>What somebody deletes to make room.</summary>
    private string Filler => Path.Combine(_at, "filler");

    /// <summary>The kernel's switch that makes an ext4 report an error; it then turns read-only.</summary>
    public string ErrorSwitch =>
        $"/sys/fs/ext4/{Path.GetFileName(Output("findmnt", "-no", "SOURCE", _at))}/trigger_fs_error";

    /// <summary>Makes room, as an operator would.</summary>
    public void Free()
    {
        if (File.Exists(Filler))
            File.Delete(Filler);
        else
            Call("mount", "-o", "remount,size=8m", _at);
    }

    /// <summary>Writable again: the image is taken out and put in.</summary>
    public void Reinsert(Case under)
    {
        Call("umount", _at);
        Call("mount", "-o", "loop,errors=remount-ro", Path.Combine(under.Folder, "image"), _at);
    }

    public void Dispose() => Call("umount", _at);

    private static string Prepare(Case under) => Directory.CreateDirectory(under.Home).FullName;

    private static void Call(params string[] command) => Output(command);

    private static string Output(params string[] command)
    {
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in command[1..])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            Assert.Inconclusive($"{string.Join(' ', command)} is not allowed here: {error}");
        return output.Trim();
    }
}
