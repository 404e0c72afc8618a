using System.Diagnostics;

namespace RunbookDsl.Runbooks.Tests.Storage;

/// <summary>A real file system of a few pages, so that a full disk is a full disk. Needs root.</summary>
internal sealed class MountedDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private MountedDisk() => Directory.CreateDirectory(Path);

    public string Path => _folder.File("disk");

    public static MountedDisk Make(string kind)
    {
        if (Environment.UserName != "root")
            Assert.Ignore("Needs root, to mount a file system that is small enough to be filled.");
        var disk = new MountedDisk();
        try
        {
            if (kind.StartsWith("tmpfs", StringComparison.Ordinal))
                Run(
                    "mount",
                    "-t",
                    "tmpfs",
                    "-o",
                    $"mode=0700,size={kind["tmpfs ".Length..]}",
                    "none",
                    disk.Path
                );
            else
                disk.MountImage();
        }
        catch
        {
            disk._folder.Dispose();
            throw;
        }
        return disk;
    }

    public void Dispose()
    {
        Run("umount", Path);
        _folder.Dispose();
    }

    private void MountImage()
    {
        var image = _folder.File("image");
        using (var file = File.Create(image))
            file.SetLength(8 * 1024 * 1024);
        Run("mkfs.ext4", "-q", "-F", image);
        Run("mount", "-o", "loop", image, Path);
        Run("chmod", "0700", Path);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardError = true }
        )!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}: {error}");
    }
}
