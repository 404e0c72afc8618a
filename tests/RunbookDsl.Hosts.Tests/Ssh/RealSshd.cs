using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RunbookDsl.Hosts.Tests.Ssh;

/// <summary>
/// A real sshd with two doors on loopback, and an operator's configuration that leads to them.
/// </summary>
internal sealed class RealSshd : IAsyncDisposable
{
    private const string Server = "/usr/sbin/sshd";
    private readonly Process _process;

    private RealSshd(Machine machine, string bin, Process process) =>
        (Machine, Bin, _process) = (machine, bin, process);

    /// <summary>This machine, where <c>ssh</c> reads the configuration of <see cref="Folder"/>.</summary>
    public Machine Machine { get; }

    /// <summary>Where its programs are; short enough for the names of sockets.</summary>
    public string Bin { get; }

    public string Folder => Machine.Folder;

    public static async Task<RealSshd> Start()
    {
        if (!File.Exists(Server))
            Assert.Ignore("needs sshd: apt-get install openssh-server");
        var bin = Directory.CreateTempSubdirectory("rb-").FullName;
        var machine = new Machine(path: $"{bin}:{Environment.GetEnvironmentVariable("PATH")}");
        var folder = machine.Folder;
        var isRoot = Environment.UserName == "root";
        var made = await machine.Shell(
            $"{(isRoot ? "mkdir -p /run/sshd && " : "")}for k in host other key stranger; do "
                + $"ssh-keygen -q -t ed25519 -N '' -C $k@test -f {folder}/$k; done && "
                + $"ssh-keygen -q -t ed25519 -N secret -C locked@test -f {folder}/locked"
        );
        Assert.That(made.ExitCode, Is.Zero, made.Error);
        var (first, second, nobody) = (FreePort(), FreePort(), FreePort());
        await File.WriteAllTextAsync(
            $"{folder}/sshd_config",
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                ListenAddress 127.0.0.1:{first}
                ListenAddress 127.0.0.1:{second}
                HostKey {folder}/host
                PidFile none
                AuthorizedKeysFile {folder}/key.pub
                SetEnv HOME={folder}
                StrictModes no
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                UsePAM {(isRoot ? "yes" : "no")}
                MaxStartups 100
                MaxSessions 100

                """
            )
        );
        await WriteConfiguration(folder, first, second, nobody);
        var ssh = Path.Combine(bin, "ssh");
        // Jumps start ssh once more, by this very name.
        await File.WriteAllTextAsync(ssh, $"#!/bin/sh\nexec /usr/bin/ssh -F {folder}/config \"$@\"\n");
        File.SetUnixFileMode(ssh, (UnixFileMode)0b111_101_101);
        var process = Process.Start(
            new ProcessStartInfo(Server, ["-D", "-e", "-f", $"{folder}/sshd_config"])
            {
                RedirectStandardError = true,
            }
        )!;
        var doors = 0;
        while (doors < 2 && await process.StandardError.ReadLineAsync() is { } line)
            if (line.Contains("listening", StringComparison.Ordinal))
                doors++;
        // Nobody reads further lines otherwise, and a full pipe would stop it.
        _ = process.StandardError.ReadToEndAsync();
        return new(machine, bin, process);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Machine.Dispose();
        Directory.Delete(Bin, true);
    }

    private static async Task WriteConfiguration(string folder, int first, int second, int nobody)
    {
        var (host, other) = (await Key(folder, "host"), await Key(folder, "other"));
        await File.WriteAllTextAsync(
            $"{folder}/known",
            $"# of the tests\nweb-1,web-2 {host}\n[127.0.0.1]:{second} {host}\nmoved {other}\nstar-*,!star-no {host}\n"
                + $"revoked {host}\n@revoked revoked {host}\n"
        );
        await File.WriteAllTextAsync($"{folder}/hashed", $"hashed {host}\n");
        using (
            var hash = Process.Start(
                new ProcessStartInfo("ssh-keygen", ["-q", "-H", "-f", $"{folder}/hashed"])
                {
                    RedirectStandardError = true,
                    RedirectStandardOutput = true,
                }
            )!
        )
            await hash.WaitForExitAsync();
        string Host(string name, int port, string more = "") =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"Host {name}\n  HostName 127.0.0.1\n  Port {port}\n{more}"
            );
        string Alias(string name) => $"  HostKeyAlias {name}\n";
        await File.WriteAllTextAsync(
            $"{folder}/config",
            Host("web-1", first, Alias("web-1"))
                + Host("plain", second)
                + Host("hashed", first, Alias("hashed"))
                + Host("moved", first, Alias("moved"))
                + Host("star-yes", first, Alias("star-yes"))
                + Host("star-no", first, Alias("star-no"))
                + Host("revoked", first, Alias("revoked"))
                + Host("unknown", first)
                + Host("nobody", nobody, Alias("web-1"))
                + Host("stranger", first, $"{Alias("web-1")}  IdentityFile {folder}/stranger\n")
                + Host("locked", first, $"{Alias("web-1")}  IdentityFile {folder}/locked\n")
                + Host("behind", second, $"{Alias("web-1")}  ProxyJump web-1\n")
                + Host("far", first, $"{Alias("web-1")}  ProxyJump web-1,behind\n")
                + Host("behind-moved", second, $"{Alias("moved")}  ProxyJump web-1\n")
                + Host("behind-nobody", nobody, $"{Alias("web-1")}  ProxyJump web-1\n")
                + $"""
                Match !originalhost stranger,locked
                  IdentityFile {folder}/key
                Match all
                  IdentitiesOnly yes
                  IdentityAgent none
                  UserKnownHostsFile {folder}/known {folder}/hashed
                  GlobalKnownHostsFile none

                """
        );
    }

    private static async Task<string> Key(string folder, string name) =>
        (await File.ReadAllTextAsync($"{folder}/{name}.pub")).Trim();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
