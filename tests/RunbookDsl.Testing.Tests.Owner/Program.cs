using System.Collections;
using RunbookDsl.Testing;
using static RunbookDsl.Testing.WorldVerbs;

// A process that owns a throw-away world and is killed by the test. Prints where it is, then waits.
var environment = new Dictionary<string, string>();
foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
    environment[(string)variable.Key] = (string)variable.Value!;
var session = new WorldSession("/none/owner.world.csx");
using (session.Enter())
    Postgres().Database("orders");
await using var world = await World.StartAsync(session.Build(), new WorldOptions(environment), default);
Console.WriteLine(((PostgresSystem)world.Systems[0]).Cluster.ConnectionString("orders"));
Console.WriteLine(world.Directory);
await Console.In.ReadToEndAsync();
