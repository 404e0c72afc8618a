namespace RunbookDsl.Postgres.Tests;

internal sealed class VerifyDumpTests : DatabaseTest
{
    [Test, CancelAfter(60_000)]
    public async Task A_whole_dump_passes(CancellationToken stop)
    {
        var made = await Step().DoAsync(Pg.Dump(Db, "backups"), stop);

        var verdict = await Step().LookAsync(Pg.VerifyDump(made), stop);

        Assert.That(verdict.Passed, verdict.Evidence);
        Assert.That(
            verdict.Evidence,
            Does.EndWith("4 tables match the manifest, read through to the last byte")
        );
    }

    [TestCase("truncated", "bytes instead of")]
    [TestCase("flipped", "has changed (SHA-256 differs)")]
    [TestCase("missing", "is missing")]
    [TestCase("stranger", "stranger does not belong to it")]
    [TestCase("manifest", "has changed since the dump was made")]
    [CancelAfter(60_000)]
    public async Task A_damaged_dump_is_found(string damage, string expected, CancellationToken stop)
    {
        var made = await Step().DoAsync(Pg.Dump(Db, "backups"), stop);
        await DamageAsync(made.Path, damage);

        var verdict = await Step().LookAsync(Pg.VerifyDump(made), stop);

        Assert.That(verdict.Passed, Is.False, verdict.Evidence);
        Assert.That(verdict.Evidence, Does.Contain(expected));
    }

    [TestCase("truncated")]
    [TestCase("flipped")]
    [TestCase("missing")]
    [CancelAfter(60_000)]
    public async Task The_read_through_alone_finds_damaged_data(string damage, CancellationToken stop)
    {
        var made = await Step().DoAsync(Pg.Dump(Db, "backups"), stop);
        await DamageAsync(made.Path, damage);

        var failure = Assert.ThrowsAsync<OperationFailedException>(() =>
            DumpReader.ReadThroughAsync(Step(), made.Path, 15, stop)
        )!;

        Assert.That(failure.Message, Does.StartWith("pg_restore ended with exit code 1: "));
    }

    private static async Task DamageAsync(string dump, string damage)
    {
        var data = Directory.GetFiles(dump, "*.dat.gz").MaxBy(f => new FileInfo(f).Length)!;
        var bytes = await File.ReadAllBytesAsync(data);
        switch (damage)
        {
            case "truncated":
                await File.WriteAllBytesAsync(data, bytes[..(bytes.Length / 2)]);
                break;
            case "flipped":
                bytes[bytes.Length / 2] ^= 0xff;
                await File.WriteAllBytesAsync(data, bytes);
                break;
            case "missing":
                File.Delete(data);
                break;
            case "stranger":
                await File.WriteAllTextAsync(Path.Combine(dump, "stranger"), "");
                break;
            default:
                await File.AppendAllTextAsync(Path.Combine(dump, DumpManifest.FileName), " ");
                break;
        }
    }
}
