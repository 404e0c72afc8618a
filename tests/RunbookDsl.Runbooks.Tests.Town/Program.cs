using System.Globalization;
using RunbookDsl.Runbooks.Tests.Town;

// Two hosts in network namespaces of their own, two PostgreSQL servers, name servers, a CDN's API and
// visitors that write down every answer; in it a runbook is carried out for real. Tests start it in
// namespaces of its own: unshare --net --mount --uts --pid --fork --kill-child --mount-proc dotnet Town.dll …
//
//     town migration|upgrade clean|kill|undo ROOT PROGRAM [kills] [seed]
//     town app MARKER
//
// The last line of its output is a report as JSON. ROOT is the repository, PROGRAM is runbook.dll.
return args switch
{
    ["app", var marker] => await new App(marker).RunAsync(),
    [var runbook, var way, var root, var program, .. var rest] => await new TownRun(
        new(runbook, way, root, program)
        {
            Kills = rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 10,
            Seed =
                rest.Length > 1
                    ? int.Parse(rest[1], CultureInfo.InvariantCulture)
                    : Environment.ProcessId * 31 + Environment.TickCount,
        }
    ).RunAsync(),
    _ => throw new ArgumentException($"what is '{string.Join(' ', args)}'?"),
};
