namespace RunbookDsl.Hosts.Tests;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
internal sealed class MissingProgramTests
{
    private Machine _machine = null!;

    [SetUp]
    public void SetUp() => _machine = new Machine();

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [Test]
    public void NotInPath_SaysWhereItLooked() =>
        Assert.That(
            Failure(
                new ProcessCommand("no-such-tool", [])
                {
                    Environment = new Dictionary<string, string?> { ["PATH"] = "/opt/a:/opt/b" },
                }
            ),
            Is.EqualTo(
                "cannot start 'no-such-tool': no such program in PATH (/opt/a:/opt/b). "
                    + "Install it on this machine, or give its full path."
            )
        );

    [Test]
    public void PathThatDoesNotExist_IsNamed() =>
        Assert.That(
            Failure(new ProcessCommand("./tool", [])),
            Is.EqualTo(
                $"cannot start './tool': there is no file {_machine.Folder}/tool. "
                    + "Correct the path or install the program."
            )
        );

    [Test]
    public void DirectoryThatDoesNotExist_IsNamed() =>
        Assert.That(
            Failure(new ProcessCommand("true", []) { Directory = "missing" }),
            Is.EqualTo(
                $"cannot start 'true': there is no directory {_machine.Folder}/missing to start it in. "
                    + "Create it first."
            )
        );

    [Test]
    public void FileThatIsNoProgram_IsTold()
    {
        var file = Path.Combine(_machine.Folder, "tool");
        File.WriteAllText(file, "echo hello\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead);
        Assert.That(
            Failure(new ProcessCommand("./tool", [])),
            Is.EqualTo(
                $"cannot start './tool': {file} may not be executed by this user. "
                    + "Make it executable (chmod +x) or run as a user that may."
            )
        );
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.That(
            Failure(new ProcessCommand("./tool", [])),
            Is.EqualTo(
                $"cannot start './tool': {file} is no program of this machine. "
                    + "A script needs a first line such as #!/bin/sh."
            )
        );
    }

    [Test]
    public void NulInAnArgument_IsRefused() =>
        Assert.That(
            Failure(new ProcessCommand("echo", ["a", "b\0c"])),
            Is.EqualTo(
                "cannot start 'echo': argument 2 holds a NUL character, which no program can be given."
            )
        );

    private string Failure(ProcessCommand command) =>
        Assert
            .ThrowsAsync<OperationFailedException>(() => _machine.Runner.RunAsync(command, default))!
            .Message;
}
