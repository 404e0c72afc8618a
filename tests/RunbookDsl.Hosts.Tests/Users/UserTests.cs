using RunbookDsl.Engine;
using RunbookDsl.Hosts.Tests.Worlds;
using RunbookDsl.Testing;
using static RunbookDsl.Verbs;

namespace RunbookDsl.Hosts.Tests.Users;

/// <summary>Accounts of scripted machines, whatever goes wrong.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(240_000)]
internal sealed class UserTests
{
    private const string Home = "/home";

    public const string Ann =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f ann@laptop";
    public const string Bob =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB8eHRwbGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgEA bob@desk";

    [Test]
    public async Task Users_pass_every_scenario()
    {
        var matrix = await HostWorld.Matrix(
            () =>
            {
                var web = HostWorld.Web;
                Step("new").Run(web.AddUser("ann", Ann).WithSudo().LogIn("keys/ann"));
                Step("more").Run(web.AddUser("bob", Ann));
                Step("old").Run(web.RemoveUser("carl"));
            },
            Machine
        );
        using var scope = Assert.EnterMultipleScope();
        Assert.That(matrix.Lines(), Is.Empty);
        Assert.That(matrix.Rows, Has.Count.GreaterThan(25));
        Assert.That(matrix.Rows.Count(r => r.Status == RunStatus.RolledBack), Is.GreaterThan(5));
    }

    [Test]
    public async Task An_account_is_made_and_its_login_tried()
    {
        var result = await HostWorld.Clean(
            () => Step("new").Run(HostWorld.Web.AddUser("ann", Ann).WithSudo().LogIn("keys/ann")),
            Machine
        );
        Assert.That(result.Said(), Does.StartWith("Done."));
        Assert.That(
            result.Changes(),
            Is.EqualTo(
                new[]
                {
                    "web-1/file /etc/sudoers.d/ann: 0440 root \"ann ALL=(ALL:ALL) NOPASSWD: ALL\", was (not there)",
                    $"web-1/file {Home}/ann/.ssh/authorized_keys: 0600 ann 92 bytes 6491cfd06dbd \"{Ann[..60]}…\", was (not there)",
                    $"web-1/folder {Home}/ann/.ssh: folder 0700 ann, was (not there)",
                    "web-1/user ann: there, was (not there)",
                }
            )
        );
        Assert.That(
            result.Events.Where(e => e.Call.Operation == "connect").Select(e => e.Call.Text),
            Is.EqualTo(new[] { "connect as deploy", "connect as deploy", "connect as ann" })
        );
    }

    [Test]
    public async Task Who_is_removed_does_not_get_in()
    {
        var result = await HostWorld.Clean(
            () => Step("old").Run(HostWorld.Web.RemoveUser("carl").LogIn("keys/carl")),
            Machine
        );
        Assert.That(result.Said(), Does.StartWith("Done."));
        Assert.That(result.Changes(), Has.Some.Contain("user carl: expired on day 1"));
    }

    [Test]
    public void Removing_WhoDoesTheWork_IsRefused() =>
        Assert.That(
            () => Hosts.Ssh.Host("web-1", "ann").RemoveUser("ann"),
            Throws.ArgumentException.With.Message.EqualTo(
                "'ann' is who does the work: let another account remove it"
            )
        );

    [TestCase("ssh-ed25519 nonsense ann")]
    [TestCase("-----BEGIN OPENSSH PRIVATE KEY-----")]
    [TestCase("command=\"sh\" " + Ann)]
    [TestCase(Ann + "\n" + Bob)]
    public void Keys_ThatAreNone_AreRefused(string key) =>
        Assert.That(
            () => HostWorld.Web.AddUser("ann", key),
            Throws.ArgumentException.With.Message.Contains("is no public key")
        );

    [TestCase("Ann")]
    [TestCase("a.b")]
    [TestCase("-x")]
    [TestCase("")]
    public void Names_ThatAreNone_AreRefused(string name) =>
        Assert.That(() => HostWorld.Web.AddUser(name, Ann), Throws.ArgumentException);

    private static void Machine(HostBuilder host) =>
        host.User("bob")
            .User("carl")
            .Folder($"{Home}/bob/.ssh", "700", "bob")
            .Folder($"{Home}/carl/.ssh", "700", "carl")
            .File($"{Home}/bob/.ssh/authorized_keys", Bob + "\n", "600", "bob")
            .File($"{Home}/carl/.ssh/authorized_keys", Bob + "\n", "600", "carl");
}
