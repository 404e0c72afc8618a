using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Benchmarks.Rows;

/// <summary>
/// A real sshd on loopback that answers to many host names, and an <c>ssh</c> that finds it. Each name has a
/// connection, and processes of sshd, of its own; the disk and the processor are everybody's.
/// </summary>
internal sealed class SshServers : IDisposable
{
    private readonly Process _server;
    private readonly Task<string> _rest;

    public SshServers(string folder)
    {
        Folder = Directory.CreateDirectory(folder).FullName;
        foreach (var key in (string[])["host", "user"])
            Run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", In(key));
        File.Copy(In("user.pub"), In("authorized_keys"));
        var port = FreePort();
        File.WriteAllText(
            In("sshd_config"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                ListenAddress 127.0.0.1:{port}
                HostKey {In("host")}
                PidFile none
                AuthorizedKeysFile {In("authorized_keys")}
                PermitRootLogin prohibit-password
                PasswordAuthentication no
                StrictModes no
                UsePAM no
                MaxStartups 1000
                MaxSessions 1000

                """
            )
        );
        File.WriteAllText(In("known_hosts"), $"bench {File.ReadAllText(In("host.pub"))}");
        File.WriteAllText(
            In("config"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                Host bench-*
                  HostName 127.0.0.1
                  Port {port}
                  User {Environment.UserName}
                  HostKeyAlias bench
                  IdentityFile {In("user")}
                  IdentitiesOnly yes
                  UserKnownHostsFile {In("known_hosts")}
                  StrictHostKeyChecking yes

                """
            )
        );
        Directory.CreateDirectory(In("bin"));
        Ssh = In("bin/ssh");
        File.WriteAllText(Ssh, $"#!/bin/sh\nexec /usr/bin/ssh -F {In("config")} \"$@\"\n");
        File.SetUnixFileMode(Ssh, (UnixFileMode)0b111_101_101);
        Directory.CreateDirectory("/run/sshd");
        _server = Process.Start(
            new ProcessStartInfo("/usr/sbin/sshd", ["-D", "-e", "-f", In("sshd_config")])
            {
                RedirectStandardError = true,
            }
        )!;
        while (_server.StandardError.ReadLine() is { } line)
            if (line.Contains("listening", StringComparison.Ordinal))
                break;
        // Nobody reads further lines otherwise, and a full pipe would stop it.
        _rest = _server.StandardError.ReadToEndAsync();
        if (_server.HasExited)
            throw new InvalidOperationException("sshd does not start");
    }

    public string Folder { get; }

    /// <summary>Full path of the client that everybody uses.</summary>
    public string Ssh { get; }

    /// <summary>A search path on which that client is the first.</summary>
    public string Path => $"{In("bin")}:{Environment.GetEnvironmentVariable("PATH")}";

    public string In(string name) => System.IO.Path.Combine(Folder, name);

    public void Dispose()
    {
        _server.Kill(entireProcessTree: true);
        _server.WaitForExit();
        _rest.Wait(TimeSpan.FromSeconds(5));
        _server.Dispose();
    }

    private static void Run(params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]))!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', words)} failed");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
