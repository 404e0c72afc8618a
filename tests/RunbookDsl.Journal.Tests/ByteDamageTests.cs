namespace RunbookDsl.Journal.Tests;

/// <summary>A closed run with one byte gone, twice there, or exchanged with the next; and its
/// ledger.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ByteDamageTests
{
    [Test, CancelAfter(120_000)]
    public void Byte_MissingDoubledOrExchanged_IsRefused([Values(1, 2)] int segment)
    {
        using var home = new TempHome();
        WriteClosedRun(home);
        var file = home.RunFile(Sample.RunId, $"00000{segment}.jsonl");
        var good = File.ReadAllBytes(file);
        var cases = 0;
        for (var at = 0; at < good.Length; at++)
        {
            Refused([.. good[..at], .. good[(at + 1)..]], $"byte {at} missing");
            Refused([.. good[..at], good[at], .. good[at..]], $"byte {at} doubled");
            if (at + 1 < good.Length && good[at] != good[at + 1])
                Refused(
                    [.. good[..at], good[at + 1], good[at], .. good[(at + 2)..]],
                    $"bytes {at} and {at + 1} exchanged"
                );
        }
        Assert.That(cases, Is.GreaterThan(2 * good.Length));

        void Refused(byte[] bytes, string what)
        {
            cases++;
            File.WriteAllBytes(file, bytes);
            Assert.Throws(Is.InstanceOf<JournalException>(), () => home.Store().Read(Sample.RunId), what);
        }
    }

    [Test, CancelAfter(120_000)]
    public void Ledger_WithAnyBitFlipped_IsRefusedOrTheRunCountsAsNotAnchored()
    {
        using var home = new TempHome();
        WriteClosedRun(home);
        var file = Path.Combine(home.Path, "ledger.jsonl");
        var good = File.ReadAllBytes(file);
        Assert.That(home.Store().Read(Sample.RunId).Anchored, Is.True);
        for (var at = 0; at < good.Length; at++)
        for (var bit = 0; bit < 8; bit++)
        {
            var bytes = (byte[])good.Clone();
            bytes[at] ^= (byte)(1 << bit);
            File.WriteAllBytes(file, bytes);
            Assert.That(home.Store().Read(Sample.RunId).Anchored, Is.False, $"byte {at}, bit {bit}");
            if (at < good.Length - 1)
                Assert.Throws<JournalCorruptException>(
                    () => home.Store().VerifyLedger(),
                    $"byte {at}, bit {bit}"
                );
        }
    }

    [Test]
    public void Ledger_WithALineOfWhichASectorNeverArrived_GoesOnFromTheLineBefore()
    {
        using var home = new TempHome();
        var ledger = Path.Combine(home.Path, "ledger.jsonl");
        Close(home, "a", "done");
        Close(home, "b", new string('x', 1200));
        var bytes = File.ReadAllBytes(ledger);
        var second = bytes.AsSpan().IndexOf((byte)'\n') + 1;
        bytes.AsSpan(512..1024).Clear();
        File.WriteAllBytes(ledger, bytes);

        Assert.That(home.Store().VerifyLedger(), Is.EqualTo(1));
        Close(home, "c", "done");
        Assert.That(home.Store().VerifyLedger(), Is.EqualTo(2));
        Assert.That(File.ReadAllBytes(ledger)[..second], Is.EqualTo(bytes[..second]));
        Assert.That(
            home.Store().List().Select(r => r.History!.Anchored),
            Is.EqualTo(new[] { true, false, true })
        );
    }

    private static void Close(TempHome home, string id, string status)
    {
        using var journal = home.Store().Create(Sample.Run with { RunId = id }, Sample.Opened);
        journal.Close(Sample.Closed, status);
    }

    private static void WriteClosedRun(TempHome home)
    {
        Sample.WriteOpenRun(home.Store());
        using var journal = home.Store().Resume(Sample.RunId, _ => Sample.Resumed);
        journal.Close(Sample.Closed, "done");
    }
}
