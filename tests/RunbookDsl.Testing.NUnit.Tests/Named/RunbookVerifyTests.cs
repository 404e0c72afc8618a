using RunbookDsl.Testing.NUnit.Tests.Snapshots;
using RunbookDsl.Testing.VerifyNUnit;

namespace RunbookDsl.Testing.NUnit.Tests;

/// <summary>What Verify does otherwise than the harness, and what it must not do.</summary>
[CancelAfter(120_000)]
internal sealed class RunbookVerifyTests
{
    private string _root = "";

    private string Received => Path.Combine(_root, "snapshots/clean.received.txt");

    private string Verified => Path.Combine(_root, "snapshots/clean.verified.txt");

    [SetUp]
    public void MakeFolder() => _root = Directory.CreateTempSubdirectory("runbook-verify-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_root, recursive: true);

    [Test]
    public async Task Other_texts_of_the_project_are_scrubbed_as_ever()
    {
        Red(async s =>
            await Verifier.Verify("one step\nsignal.recv yes\n0c0ffee0-1111-4222-8333-444455556666\n", s)
        );

        Assert.That(await File.ReadAllTextAsync(Received), Is.EqualTo("one scrubbed\nGuid_1\n"));
    }

    [Test]
    public async Task A_scrubber_of_the_call_does_not_reach_a_rehearsal(CancellationToken cancellation)
    {
        var sample = await Rehearsed.SampleAsync(cancellation);

        Red(async s =>
        {
            s.AddScrubber(text => text.Clear());
            s.ScrubLinesContaining("runbook");
            await Verifier.Verify(sample.Clean, s);
        });

        Assert.That(
            await File.ReadAllTextAsync(Received, cancellation),
            Is.EqualTo(Transcript.Of(sample.Clean))
        );
    }

    [Test]
    public async Task A_second_start_and_scrubbers_switched_off_change_nothing(CancellationToken cancellation)
    {
        var sample = await Rehearsed.SampleAsync(cancellation);

        RunbookVerify.Initialize();
        Red(async s =>
        {
            s.DisableScrubbers();
            await Verifier.Verify(sample.Clean, s);
        });

        Assert.That(
            await File.ReadAllTextAsync(Received, cancellation),
            Is.EqualTo(Transcript.Of(sample.Clean))
        );
    }

    [Test]
    public async Task A_rehearsal_that_is_still_going_on_is_waited_for(CancellationToken cancellation)
    {
        var sample = await Rehearsed.SampleAsync(cancellation);
        var going = new TaskCompletionSource<RehearsalResult>();

        var red = Task.Run(() => Red(async s => await Verifier.Verify(going.Task, s)), cancellation);
        going.SetResult(sample.Clean);
        await red;

        Assert.That(
            await File.ReadAllTextAsync(Received, cancellation),
            Is.EqualTo(Transcript.Of(sample.Clean))
        );
    }

    [Test]
    public async Task A_part_of_another_value_is_refused_before_anything_is_written(
        CancellationToken cancellation
    )
    {
        var sample = await Rehearsed.SampleAsync(cancellation);
        object[] parts = [sample.Clean, sample.Matrix, sample.Plan];

        using (Assert.EnterMultipleScope())
        {
            foreach (var part in parts)
                Assert.That(
                    async () => await Verifier.Verify(new { part }, Settings()),
                    Throws
                        .InstanceOf<Exception>()
                        .With.Property(nameof(Exception.Message))
                        .Contains($"a {part.GetType().Name} is verified by itself")
                );
            Assert.That(Directory.GetFiles(_root, "*", SearchOption.AllDirectories), Is.Empty);
        }
    }

    [Test]
    public async Task An_accepting_call_writes_the_snapshot_itself(CancellationToken cancellation)
    {
        var sample = await Rehearsed.SampleAsync(cancellation);
        var settings = Settings();
        settings.AutoVerify();

        await Verifier.Verify(sample.Clean, settings);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(File.ReadAllText(Verified), Is.EqualTo(Transcript.Of(sample.Clean)));
            Assert.That(File.Exists(Received), Is.False);
        }
    }

    [Test]
    public async Task A_snapshot_with_other_line_ends_is_refused(CancellationToken cancellation)
    {
        var sample = await Rehearsed.SampleAsync(cancellation);
        Directory.CreateDirectory(Path.Combine(_root, "snapshots"));
        var text = Transcript.Of(sample.Clean);
        await File.WriteAllTextAsync(Verified, text.ReplaceLineEndings("\r\n"), cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                async () => await Verifier.Verify(sample.Clean, Settings()),
                Throws.Exception.With.Message.Contains(Verified)
            );
            Assert.That(await new BuiltInSnapshots().CheckAsync(_root, "clean", sample.Clean), Is.Null);
        }
    }

    private VerifySettings Settings() => VerifySnapshots.Settings(_root, "clean");

    private void Red(Func<VerifySettings, Task> verify) =>
        Assert.That(
            () => verify(Settings()),
            Throws.Exception.With.Message.StartsWith($"Directory: {_root}/snapshots\nNew:\n")
        );
}
