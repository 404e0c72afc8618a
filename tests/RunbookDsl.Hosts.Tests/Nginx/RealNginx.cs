using System.Diagnostics;
using System.Net.Sockets;

namespace RunbookDsl.Hosts.Tests.Nginx;

/// <summary>The nginx of this machine on a socket in a folder of its own, with one site.</summary>
internal sealed class RealNginx : IAsyncDisposable
{
    private const string Program = "/usr/sbin/nginx";
    private readonly string _folder;
    private readonly Process _process;
    private readonly Task _rest;

    private RealNginx(string folder, Process process) =>
        (_folder, _process, _rest) = (folder, process, process.StandardError.ReadToEndAsync());

    /// <param name="folder">Empty; everything is kept in it.</param>
    /// <param name="site">The lines of its <c>server</c>.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<RealNginx> StartAsync(string folder, string site, CancellationToken stop)
    {
        var user = Environment.UserName == "root" ? "user root;" : "";
        await File.WriteAllTextAsync(
            Path.Combine(folder, "nginx.conf"),
            $$"""
            {{user}}
            pid {{folder}}/nginx.pid;
            error_log stderr notice;
            events {}
            http {
              access_log off;
              client_body_temp_path {{folder}}/body;
              proxy_temp_path {{folder}}/proxy;
              fastcgi_temp_path {{folder}}/fastcgi;
              uwsgi_temp_path {{folder}}/uwsgi;
              scgi_temp_path {{folder}}/scgi;
              server {
                listen unix:{{folder}}/site;
            {{site}}
              }
            }
            """,
            stop
        );
        var process = Start(folder, "-g", "daemon off;");
        while (await process.StandardError.ReadLineAsync(stop) is { } line)
            if (line.Contains("start worker process ", StringComparison.Ordinal))
                return new(folder, process);
        throw new InvalidOperationException("nginx did not start");
    }

    /// <summary>Exit code of <c>nginx -t</c> over the same configuration.</summary>
    public async Task<int> TestAsync(CancellationToken stop)
    {
        using var process = Start(_folder, "-t", "-q");
        await process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        return process.ExitCode;
    }

    /// <summary>What a visitor gets: status, the header Retry-After, and the page.</summary>
    public async Task<(int Status, string? RetryAfter, string Page)> VisitAsync(
        HttpMethod method,
        CancellationToken stop
    )
    {
        using var client = new HttpClient(
            new SocketsHttpHandler
            {
                ConnectCallback = async (_, cancellation) =>
                {
                    var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                    await socket.ConnectAsync(
                        new UnixDomainSocketEndPoint(Path.Combine(_folder, "site")),
                        cancellation
                    );
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        );
        using var request = new HttpRequestMessage(method, "http://shop.example/orders");
        using var answer = await client.SendAsync(request, stop);
        return (
            (int)answer.StatusCode,
            answer.Headers.RetryAfter?.ToString(),
            await answer.Content.ReadAsStringAsync(stop)
        );
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _rest;
        _process.Dispose();
    }

    private static Process Start(string folder, params string[] arguments) =>
        Process.Start(
            new ProcessStartInfo(
                Program,
                ["-p", folder, "-c", Path.Combine(folder, "nginx.conf"), .. arguments]
            )
            {
                RedirectStandardError = true,
            }
        )!;
}
