using System.Diagnostics;
using RunbookDsl.Scripting.Cache;

namespace RunbookDsl.Scripting.Tests;

[CancelAfter(60_000)]
[Platform(Exclude = "Win")]
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
internal sealed class CacheRobustnessSpecs
{
    [Test]
    public void A_damaged_entry_is_compiled_again_and_replaced(
        [Values("manifest", "*.dll")] string file,
        [Values("empty", "first byte", "half", "all but one", "garbage", "one bit", "longer", "gone")]
            string damage
    )
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "Step(\"one\");");
        folder.Run("a.csx");
        var victim = Directory.GetFiles(folder.Cache, file, SearchOption.AllDirectories).Single();
        Damage(victim, damage);
        Assert.That(folder.Run("a.csx"), Is.EqualTo("one; miss"));
        Assert.That(folder.Run("a.csx"), Is.EqualTo("one; hit"));
    }

    [Test]
    public void A_manifest_of_a_longer_claim_than_its_bytes_is_a_miss()
    {
        // The hash is right, the fields are not: a format that changed without its number would look so.
        var bytes = new byte[64];
        bytes[16] = ManifestWriter.Version;
        bytes.AsSpan(20).Fill(0x7F);
        var hash = Cache.ContentHash.Of(bytes.AsSpan(16));
        BitConverter.TryWriteBytes(bytes, hash.High);
        BitConverter.TryWriteBytes(bytes.AsSpan(8), hash.Low);
        Assert.Catch<ArgumentException>(() => ManifestReader.Read(bytes));
    }

    [Test]
    public void Entries_are_private()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "Step(\"one\");");
        folder.Run("a.csx");
        const UnixFileMode File600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        foreach (var file in Directory.GetFiles(folder.Cache, "*", SearchOption.AllDirectories))
        {
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(File600), file);
        }

        foreach (var entry in Directory.GetDirectories(folder.Cache).Append(folder.Cache))
        {
            Assert.That(File.GetUnixFileMode(entry), Is.EqualTo(File600 | UnixFileMode.UserExecute), entry);
        }
    }

    [Test]
    public void A_cache_that_cannot_be_made_is_said_once_and_does_without()
    {
        using var folder = new ScriptFolder();
        var cache = folder.Write("file", "");
        folder.Write("a.csx", "Step(\"one\");");
        var host = folder.Host(o => o with { CacheDirectory = cache });
        using var first = host.Load("a.csx", CancellationToken.None);
        using var second = host.Load("a.csx", CancellationToken.None);
        Assert.That((ScriptFolder.Run(first), ScriptFolder.Run(second)), Is.EqualTo(("one", "one")));
        Assert.That(second.Notices, Is.Empty);
        Assert.That(
            first.Notices,
            Is.EqualTo(
                new[]
                {
                    $"The compile cache {cache} is not used: The file '{cache}' already exists. Scripts are compiled in "
                        + "memory on every start until it is a directory of your own with mode 0700.",
                }
            )
        );
    }

    [Test]
    public void A_cache_that_others_may_write_to_is_not_used()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "Step(\"one\");");
        Assert.That(folder.Run("a.csx"), Is.EqualTo("one; miss"));
        File.SetUnixFileMode(folder.Cache, File.GetUnixFileMode(folder.Cache) | UnixFileMode.OtherWrite);
        using var script = folder.Load("a.csx");
        Assert.That(script.FromCache, Is.False);
        Assert.That(
            script.Notices.Single(),
            Does.StartWith(
                $"The compile cache {folder.Cache} is not used: other users may write to it (expected mode 0700). "
            )
        );
    }

    [Test]
    public void A_cache_of_another_user_is_not_used()
    {
        if (Environment.UserName != "root")
        {
            Assert.Ignore("only root can give a directory away");
        }

        using var folder = new ScriptFolder();
        folder.Write("a.csx", "Step(\"one\");");
        folder.Run("a.csx");
        var start = new ProcessStartInfo("chown", ["65534", folder.Cache]);
        using (var chown = Process.Start(start)!)
        {
            chown.WaitForExit();
        }

        using var script = folder.Load("a.csx");
        Assert.That(script.FromCache, Is.False);
        Assert.That(
            script.Notices.Single(),
            Does.StartWith($"The compile cache {folder.Cache} is not used: it belongs to another user. ")
        );
    }

    [Test]
    public void The_least_recently_used_entries_go_first()
    {
        using var folder = new ScriptFolder();
        var host = folder.Host(o => o with { CacheEntries = 3 });
        for (var i = 0; i < 5; i++)
        {
            folder.Write($"{i}.csx", $"Step(\"{i}\");");
            host.Load($"{i}.csx", CancellationToken.None);
            Age(folder, $"{i}.csx", hours: 10 - i);
        }

        var left = Enumerable.Range(0, 5).Where(i => folder.Load($"{i}.csx").FromCache);
        Assert.That(left, Is.EqualTo(new[] { 2, 3, 4 }));
    }

    [Test]
    public void A_hit_renews_the_mark_of_use()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "Step(\"one\");");
        folder.Run("a.csx");
        Age(folder, "a.csx", hours: 1000);
        Assert.That(folder.Run("a.csx"), Is.EqualTo("one; hit"));
        var manifest = Directory.GetFiles(folder.Cache, "manifest", SearchOption.AllDirectories).Single();
        var age = TimeProvider.System.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(manifest);
        Assert.That(age, Is.LessThan(TimeSpan.FromHours(1)));
    }

    [Test]
    public void What_a_killed_writer_left_behind_goes_and_no_second_image_stays()
    {
        using var folder = new ScriptFolder();
        folder.Write("a.csx", "Step(\"one\");");
        folder.Run("a.csx");
        var entry = Directory.GetDirectories(folder.Cache).Single();
        var leftover = Path.Combine(entry, "manifest.abcdefgh.ijk.tmp");
        File.WriteAllText(leftover, "half");
        File.SetLastWriteTimeUtc(leftover, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        folder.Write("a.csx", "Step(\"two\");");
        Assert.That(folder.Run("a.csx"), Is.EqualTo("two; miss"));
        Assert.That(
            Directory.GetFiles(entry).Select(f => Path.GetExtension(f)).Order(),
            Is.EqualTo(new[] { "", ".dll" })
        );
    }

    private static void Age(ScriptFolder folder, string script, int hours)
    {
        var then = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-hours);
        foreach (var file in Directory.GetFiles(folder.Cache, "manifest", SearchOption.AllDirectories))
        {
            if (ManifestReader.Read(File.ReadAllBytes(file))!.Files[0].Path == folder.PathOf(script))
            {
                var entry = Path.GetDirectoryName(file)!;
                Array.ForEach(Directory.GetFiles(entry), f => File.SetLastWriteTimeUtc(f, then));
            }
        }
    }

    private static void Damage(string file, string damage)
    {
        var bytes = File.ReadAllBytes(file);
        byte[]? damaged = damage switch
        {
            "empty" => [],
            "first byte" => bytes[..1],
            "half" => bytes[..(bytes.Length / 2)],
            "all but one" => bytes[..^1],
            "garbage" => [.. Enumerable.Range(0, bytes.Length).Select(i => (byte)(i * 7))],
            "one bit" => [.. bytes.Select((b, i) => i == bytes.Length / 2 ? (byte)(b ^ 4) : b)],
            "longer" => [.. bytes, 0],
            _ => null,
        };
        if (damaged is null)
        {
            File.Delete(file);
        }
        else
        {
            File.WriteAllBytes(file, damaged);
        }
    }
}
