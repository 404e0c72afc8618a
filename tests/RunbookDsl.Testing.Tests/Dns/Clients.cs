using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RunbookDsl.Testing.Tests.NameServers;

/// <summary>Programs of this machine that ask name servers, and a socket that sends anything.</summary>
internal static class Clients
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs a program as it is.</summary>
    public static async Task<(int Code, string Output)> Run(
        string program,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var error = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
            await process.WaitForExitAsync().WaitAsync(Patience);
            return (process.ExitCode, output + await error);
        }
        catch
        {
            process.Kill(true);
            throw;
        }
    }

    /// <summary>Runs a program with the world's script in front of it.</summary>
    public static async Task<(int Code, string Output)> RunLed(
        string folder,
        Surroundings surroundings,
        string step,
        string program,
        params string[] arguments
    )
    {
        var front = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName;
        var path = Environment.GetEnvironmentVariable("PATH")!;
        foreach (var (name, script) in surroundings.Programs)
        {
            var real = path.Split(':').Select(p => Path.Combine(p, name)).FirstOrDefault(File.Exists);
            var file = Path.Combine(front, name);
            await File.WriteAllTextAsync(file, $"#!/bin/sh\nREAL={real}\n{script}");
            File.SetUnixFileMode(
                file,
                UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite
            );
        }
        return await Run(
            Path.Combine(front, program),
            new Dictionary<string, string> { ["PATH"] = $"{front}:{path}", ["RUNBOOK_STEP"] = step },
            arguments
        );
    }

    /// <summary>Sends one message over UDP and gives the first answer.</summary>
    public static async Task<byte[]> Udp(int port, byte[] message)
    {
        using var socket = new UdpClient();
        socket.Connect(IPAddress.Loopback, port);
        await socket.SendAsync(message);
        return (await socket.ReceiveAsync().WaitAsync(Patience)).Buffer;
    }

    /// <summary>Connects and hangs up.</summary>
    public static async Task Tcp(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port).WaitAsync(Patience);
    }
}
