using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>
/// Scripts in front of the programs that ask name servers. They change the address of the server and its
/// port, and leave everything else to the program.
/// </summary>
internal sealed class DnsPrograms(DnsDoors doors, Stage stage, string system)
{
    private readonly Lock _gate = new();
    private string _written = "";

    private string File => Path.Combine(stage.Directory, $"{system}.servers");

    /// <summary>
    /// Writes down which servers lead to the one that knows: zones may get others while a run goes on.
    /// </summary>
    public void Write()
    {
        lock (_gate)
        {
            var servers = string.Concat(doors.Servers.Select(s => s + "\n"));
            if (servers == _written)
                return;
            System.IO.File.WriteAllText(File + ".new", servers);
            System.IO.File.Move(File + ".new", File, true);
            _written = servers;
        }
    }

    public void Surround(Surroundings surroundings)
    {
        // Names lost on purpose are waited for in real time: not for longer than needed.
        var isLossy = stage.UnusedFaults.Any(f =>
            (f.System is null || f.System == system)
            && f.Action.Kind is FaultKind.Drop or FaultKind.Hang or FaultKind.Kill
        );
        var start = Start();
        surroundings.Program("dig", start + DnsScripts.Dig(isLossy ? "+time=1" : ""));
        surroundings.Program("kdig", start + DnsScripts.Dig(isLossy ? "+time=1" : ""));
        surroundings.Program("drill", start + DnsScripts.Drill);
        surroundings.Program("host", start + DnsScripts.Host(isLossy ? "-W 1" : ""));
        surroundings.Program("nslookup", start + DnsScripts.Nslookup(isLossy ? "-timeout=1" : ""));
        surroundings.Program("getent", DnsScripts.Getent);
    }

    private string Start() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"authoritative={doors.Authoritative}\nresolver={doors.Resolver}\nservers={Quoted(File)}\n"
        ) + DnsScripts.Common;

    private static string Quoted(string text) =>
        "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
