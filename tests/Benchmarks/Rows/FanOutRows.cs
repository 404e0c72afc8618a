using System.Globalization;
using Benchmarks.Measuring;
using Benchmarks.Report;

namespace Benchmarks.Rows;

/// <summary>Many commands on many hosts, beside bare OpenSSH and Ansible.</summary>
internal static class FanOutRows
{
    private const int Hosts = 100;
    private const int Few = 10;
    private const int Commands = 20;
    private const int Rounds = 3;

    // As many as the engine begins at once.
    private const int AtOnce = 8;
    private const string Ansible = "/usr/bin/ansible-playbook";

    private const string Bare = """
        socket=$1/$3
        ssh -o ControlPath="$socket" -M -N -f "$3" || exit 1
        i=0
        while [ $i -lt "$2" ]; do ssh -o ControlPath="$socket" "$3" true || exit 1; i=$((i + 1)); done
        ssh -o ControlPath="$socket" -O exit "$3" 2> /dev/null
        """;

    public static Row[] All(Places places) =>
        [
            new(
                "fan-out",
                "100 SSH hosts × 20 commands: ≤ 1.3 × bare OpenSSH multiplexing with xargs -P, ≥ 5 × faster than Ansible.",
                notes => Measure(places, notes)
            ),
        ];

    private static List<Finding> Measure(Places places, List<string> notes)
    {
        // A socket's name has to be short.
        var folder = Directory.CreateTempSubdirectory("rb-fan-").FullName;
        var servers = new SshServers(folder);
        try
        {
            var (ours, bare) = (new List<ProcessCost>(), new List<ProcessCost>());
            Checked(Ours(places, servers, 1));
            for (var round = 0; round < Rounds; round++)
            {
                bare.Add(Checked(Xargs(servers, round)));
                ours.Add(Checked(Ours(places, servers, Hosts)));
            }
            notes.Add(
                $"One sshd on loopback with {Hosts} names: its processes compete with the client for the processors, and no "
                    + $"network is in between. {AtOnce} hosts at once on every side. Ours keeps a journal, with its syncs."
            );
            List<Finding> all =
            [
                new(
                    $"{Hosts} hosts × {Commands} commands, wall time",
                    "× bare ssh",
                    Spread.Ratio(ours.Select(o => o.Wall), bare.Select(b => b.Wall)),
                    Rounds
                )
                {
                    Budget = 1.3,
                },
                new("ours", "s", Spread.Of(ours.Select(o => o.Wall / 1000)), Rounds),
                new("bare ssh and xargs -P", "s", Spread.Of(bare.Select(o => o.Wall / 1000)), Rounds),
            ];
            all.AddRange(WithAnsible(places, servers, notes, ours[^1]));
            return all;
        }
        finally
        {
            servers.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    // Its `command` starts Python on the host for every command: on fewer hosts, for it takes its time.
    private static IEnumerable<Finding> WithAnsible(
        Places places,
        SshServers servers,
        List<string> notes,
        ProcessCost hundred
    )
    {
        if (!File.Exists(Ansible))
        {
            notes.Add("Not measured: Ansible is not installed (apt-get install ansible-core).");
            yield break;
        }
        notes.Add(
            $"Ansible from Debian's packages, pipelining on, no facts, {AtOnce} forks, the linear strategy; once each. "
                + $"`raw` needs nothing on the host and checks nothing; `command` is what playbooks use, on {Few} hosts."
        );
        var raw = Checked(Playbook(servers, "raw", Hosts));
        var few = Checked(Ours(places, servers, Few));
        var command = Checked(Playbook(servers, "command", Few));
        yield return new($"{Hosts} hosts: ours", "× Ansible `raw`", Spread.Of([hundred.Wall / raw.Wall]), 1)
        {
            Budget = 0.2,
        };
        yield return new($"Ansible `raw`, {Hosts} hosts", "s", Spread.Of([raw.Wall / 1000]), 1);
        yield return new($"{Few} hosts: ours", "× Ansible `command`", Spread.Of([few.Wall / command.Wall]), 1)
        {
            Budget = 0.2,
        };
        yield return new($"Ansible `command`, {Few} hosts", "s", Spread.Of([command.Wall / 1000]), 1);
        yield return new($"ours, {Few} hosts", "s", Spread.Of([few.Wall / 1000]), 1);
    }

    private static ProcessCost Ours(Places places, SshServers servers, int hosts) =>
        ProcessCost.Of(
            places
                .Runbook(
                    "fan-home",
                    "fan-cache",
                    "exec",
                    Places.Script("fan-out.csx"),
                    "--non-interactive",
                    "-p",
                    $"hosts={hosts}",
                    "-p",
                    $"commands={Commands}"
                )
                .With("PATH", servers.Path),
            servers.In("ours.log")
        );

    private static ProcessCost Xargs(SshServers servers, int round)
    {
        var sockets = Directory.CreateDirectory(servers.In($"s{round}")).FullName;
        var names = string.Join(' ', Enumerable.Range(1, Hosts).Select(n => $"bench-{n}"));
        File.WriteAllText(servers.In("bare.sh"), Bare);
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"printf '%s\\n' {names} | xargs -P {AtOnce} -n 1 sh {servers.In("bare.sh")} {sockets} {Commands}"
        );
        return ProcessCost.Of(new Command("/bin/sh", "-c", line).With("PATH", servers.Path));
    }

    private static ProcessCost Playbook(SshServers servers, string module, int hosts)
    {
        var names = Enumerable.Range(1, hosts).Select(n => $"bench-{n}");
        File.WriteAllText(servers.In("inventory"), string.Join('\n', names) + "\n");
        var tasks = string.Concat(
            Enumerable.Range(1, Commands).Select(n => $"    - name: Command {n}\n      {module}: \"true\"\n")
        );
        File.WriteAllText(servers.In("play.yml"), $"- hosts: all\n  gather_facts: false\n  tasks:\n{tasks}");
        return ProcessCost.Of(
            new Command(
                Ansible,
                "-i",
                servers.In("inventory"),
                "-f",
                $"{AtOnce}",
                "--ssh-extra-args",
                $"-F {servers.In("config")}",
                servers.In("play.yml")
            )
                .With("PATH", servers.Path)
                .With("ANSIBLE_PIPELINING", "True")
                .With("ANSIBLE_PYTHON_INTERPRETER", "/usr/bin/python3")
                .With("ANSIBLE_LOCAL_TEMP", servers.In("ansible"))
                .With("ANSIBLE_HOME", servers.In("ansible")),
            servers.In("ansible.log")
        );
    }

    private static ProcessCost Checked(ProcessCost cost) =>
        cost.ExitCode == 0 ? cost : throw new InvalidOperationException($"exit code {cost.ExitCode}");
}
