using System.Collections;
using RunbookDsl.Testing;
using static RunbookDsl.Testing.WorldVerbs;

// A process that owns a throw-away world and is killed by the test. Prints where it is, then waits.
var environment = new Dictionary<string, string>();
foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
    environment[(string)variable.Key] = (string)variable.Value!;
var session = new WorldSession("/none/owner.world.csx");
var isHost = args is ["ssh"];
using (session.Enter())
    if (isHost)
        HostVerbs.Host("web-1");
    else
        Postgres().Database("orders");
await using var world = await World.StartAsync(session.Build(), new WorldOptions(environment), default);
Console.WriteLine(
    isHost
        ? Path.Combine(world.Stage.Directory, "ssh", "ssh")
        : ((PostgresSystem)world.Systems[0]).Cluster.ConnectionString("orders")
);
Console.WriteLine(world.Directory);
await Console.In.ReadToEndAsync();
