using System.Net.Sockets;
using System.Text;

namespace RunbookDsl.Testing.Tests.Proxy;

/// <summary>Clients that do not speak the protocol, or leave in the middle of it.</summary>
[CancelAfter(60_000)]
internal sealed class RudeClientTests
{
    private const string Asked =
        "select count(*) from pg_stat_activity where query like 'insert into t select%'";

    [TestCase("GET / HTTP/1.1\r\n\r\n")]
    [TestCase("\0\0\0\u0004")]
    [TestCase("\0\0\0\u0008\u0004\u00d2\u0016\u002f\0\0\0\u0008\u0004\u00d2\u0016\u002f\0\0")]
    public async Task Nonsense_IsClosedAndOthersAreServed(string bytes)
    {
        await using var rig = await ProxyRig.StartAsync();
        using var client = new TcpClient("127.0.0.1", rig.Port);
        await using var stream = client.GetStream();
        var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(bytes));
            client.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(answer);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Reset instead of closed.
        }
        Assert.That(Encoding.Latin1.GetString(answer.ToArray()), Is.AnyOf("", "NN"));
        Assert.That((await rig.Run("psql", "-XAtc", "select 7")).Said, Is.EqualTo("7\n"));
    }

    [Test]
    public async Task ClientThatLeaves_WhatItAskedIsDoneAndInTheLog()
    {
        await using var rig = await ProxyRig.StartAsync();
        await rig.Direct("create table t (id int)");
        using var client = rig.Start("psql", "-Xqc", "insert into t select 1 from pg_sleep(0.5)");
        while ((long)(await rig.Ask(Asked))! == 0)
            await Task.Yield();
        client.Kill();
        while (await rig.List("select id from t") != "1")
            await Task.Yield();
        while (!rig.Calls.Any(e => e.IsApplied))
            await Task.Yield();
        Assert.That(rig.Lines, Is.EqualTo(new[] { "insert t: INSERT 0 1 applied" }));
    }
}
