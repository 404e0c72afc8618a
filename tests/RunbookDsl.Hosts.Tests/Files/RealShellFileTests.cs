using RunbookDsl.Hosts.Tests.Ssh;

namespace RunbookDsl.Hosts.Tests.Files;

/// <summary>The scripts of file operations under a real POSIX shell.</summary>
[CancelAfter(60_000)]
internal sealed class RealShellFileTests
{
    private Machine _machine = null!;
    private StepOverSsh _step = null!;
    private string _path = "";

    private static SshHost Web => Hosts.Ssh.Host("web-1").WithoutSudo();

    [SetUp]
    public void SetUp()
    {
        _step = new StepOverSsh(_machine = new Machine());
        _path = Path.Combine(_machine.Folder, "app 'x'.conf");
    }

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [Test]
    public async Task WriteFile_NewThenOtherThenUndo_IsAsBefore()
    {
        var first = await Run(Web.WriteFile(_path, "ü\nno end", "640"));
        Assert.That(await File.ReadAllTextAsync(_path), Is.EqualTo("ü\nno end"));
        Assert.That(File.GetUnixFileMode(_path), Is.EqualTo((UnixFileMode)0b110_100_000));
        Assert.That((first.WasThere, first.Image), Is.EqualTo((false, (string?)null)));

        var write = Web.WriteFile(_path, "$HOME `id`\n");
        Assert.That((await write.ProbeAsync(_step, default)).State, Is.EqualTo(ProbeState.NotDone));
        var second = await Run(write);
        Assert.That(second.WasThere, Is.True);
        Assert.That(await File.ReadAllTextAsync(_path), Is.EqualTo("$HOME `id`\n"));
        Assert.That((await write.VerifyAsync(_step, second, default)).Passed, Is.True);
        Assert.That((await write.ProbeAsync(_step, default)).State, Is.EqualTo(ProbeState.Done));
        Assert.That((await write.ProbeUndoAsync(_step, default)).State, Is.EqualTo(ProbeState.NotDone));

        await write.UndoAsync(_step, second, default);
        Assert.That(await File.ReadAllTextAsync(_path), Is.EqualTo("ü\nno end"));
        Assert.That((await write.ProbeUndoAsync(_step, default)).State, Is.EqualTo(ProbeState.Done));
        await write.UndoAsync(_step, second, default);
        Assert.That(Directory.GetFiles(_machine.Folder).Where(f => f != _path), Is.Empty);
    }

    [Test]
    public async Task Undo_AfterSomebodysChange_LeavesTheFileAlone()
    {
        await File.WriteAllTextAsync(_path, "1\n");
        var write = Web.WriteFile(_path, "2\n");
        var result = await Run(write);
        await File.WriteAllTextAsync(_path, "3\n");
        var error = Assert.ThrowsAsync<OperationFailedException>(() =>
            write.UndoAsync(_step, result, default)
        );
        Assert.That(
            error.Message,
            Is.EqualTo(
                $"cannot put {_path} back on web-1: exit code 5. It said: somebody has changed {_path} since: "
                    + "it stays as it is."
            )
        );
        Assert.That(await File.ReadAllTextAsync(_path), Is.EqualTo("3\n"));
    }

    [Test]
    public async Task WriteFile_ChangedSinceTheCapture_IsNotTouched()
    {
        await File.WriteAllTextAsync(_path, "1\n");
        var write = Web.WriteFile(_path, "2\n");
        _step.Known = await write.CaptureAsync(_step, default);
        await File.WriteAllTextAsync(_path, "3\n");
        var error = Assert.ThrowsAsync<OperationFailedException>(() => write.RunAsync(_step, default));
        Assert.That(
            error.Message,
            Is.EqualTo(
                $"cannot write {_path} on web-1: exit code 4. It said: somebody is changing {_path} just now: it "
                    + "stays as it is."
            )
        );
        _step.Doubt = true;
        Assert.That((await write.ProbeAsync(_step, default)).State, Is.EqualTo(ProbeState.Conflict));
        Assert.That(Directory.GetFiles(_machine.Folder), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task WriteFile_TextCutOnTheWay_IsNotTouched()
    {
        await File.WriteAllTextAsync(_path, "1\n");
        var write = Web.WriteFile(_path, "a long text\n");
        _step.Known = await write.CaptureAsync(_step, default);
        _step.CutsInputAt = 135;
        var error = Assert.ThrowsAsync<OperationFailedException>(() => write.RunAsync(_step, default));
        Assert.That(error.Message, Does.EndWith($"the text did not arrive whole: {_path} stays as it is."));
        Assert.That(await File.ReadAllTextAsync(_path), Is.EqualTo("1\n"));
    }

    [Test]
    public async Task WriteFile_Secret_StandsInNoCommandAndNoFact()
    {
        _step.SecretValues["KEY"] = "s3cret-of-all";
        var write = Web.WriteFile(_path, new SecretReference("KEY"));
        var result = await Run(write);
        Assert.That(await File.ReadAllTextAsync(_path), Is.EqualTo("s3cret-of-all"));
        Assert.That(File.GetUnixFileMode(_path), Is.EqualTo((UnixFileMode)0b110_000_000));
        Assert.That(_step.Commands.Select(c => c.Text), Has.None.Contains("s3cret"));
        Assert.That(write.Facts.Select(f => f.Value), Has.None.Contains("s3cret"));
        Assert.That(
            _step.Known!.ToString(),
            Is.EqualTo("file=absent, mode=(not set), owner=(not set), sha256=(not set)")
        );
        await write.UndoAsync(_step, result, default);
        Assert.That(File.Exists(_path), Is.False);
    }

    [Test]
    public async Task DeleteFile_ThenUndo_IsAsBefore()
    {
        await File.WriteAllTextAsync(_path, "1\n");
        var delete = Web.DeleteFile(_path);
        var result = await Run(delete);
        Assert.That(File.Exists(_path), Is.False);
        Assert.That((await delete.ProbeAsync(_step, default)).State, Is.EqualTo(ProbeState.Done));
        await delete.UndoAsync(_step, result, default);
        Assert.That(await File.ReadAllTextAsync(_path), Is.EqualTo("1\n"));
    }

    [Test]
    public async Task Describe_ThisMachine_SaysWhatItIs()
    {
        var facts = await Web.Describe().RunAsync(_step, default);
        Assert.That(Guid.TryParse(facts.BootId, out _), Is.True);
        Assert.That(facts.Uptime, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(facts.RootBytes, Is.GreaterThan(facts.RootFreeBytes));
        Assert.That(facts.Kernel, Is.Not.Empty);
    }

    [TestCase("relative")]
    [TestCase("/a/../b")]
    [TestCase("/a//b")]
    [TestCase("/a\nb")]
    public void Paths_ThatMeanAnother_AreRefused(string path) =>
        Assert.That(
            () => Web.WriteFile(path, ""),
            Throws.ArgumentException.With.Message.EqualTo(
                $"'{path}' is no full path of a file on a host: /folder/name, without . and .. in it"
            )
        );

    private async Task<FileResult> Run(FileOperation operation)
    {
        _step.Known = await operation.CaptureAsync(_step, default);
        return await operation.RunAsync(_step, default);
    }
}
