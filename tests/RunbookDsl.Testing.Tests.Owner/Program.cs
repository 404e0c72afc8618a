using System.Collections;
using RunbookDsl.Testing;
using static RunbookDsl.Testing.WorldVerbs;

// A process that owns a throw-away world and is killed by the test. Prints where it is, then waits.
var environment = new Dictionary<string, string>();
foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
    environment[(string)variable.Key] = (string)variable.Value!;
if (args is ["pool"])
{
    await PoolAsync();
    return;
}
var session = new WorldSession("/none/owner.world.csx");
var isGiven = args is ["given"];
var isHost = args is ["ssh"];
var image = args is ["container", var named] ? named : null;
using (session.Enter())
    if (isHost)
        HostVerbs.Host("web-1");
    else if (image is not null)
        Postgres().Docker(image).Database("orders").As(new("URL"));
    else
        Postgres().Database("orders").As(new("URL"));
await using var world = await World.StartAsync(session.Build(), new WorldOptions(environment), default);
Console.WriteLine(
    isHost ? Path.Combine(world.Stage.Directory, "ssh", "ssh")
    : isGiven ? world.Surroundings.Secrets["URL"]
    : ((PostgresSystem)world.Systems[0]).Cluster.ConnectionString("orders")
);
Console.WriteLine(world.Directory);
await Console.In.ReadToEndAsync();

// Three rehearsals at once, each with a server and a replica of its own, and one of another family.
async Task PoolAsync()
{
    var file = new WorldSession("/none/owner.world.csx");
    using (file.Enter())
    {
        var main = Postgres();
        main.Database("orders").As(new("URL"));
        main.Replica("standby").As(new("STANDBY"), "orders");
        Postgres("pooled").Database("orders").As(new("POOLED"));
    }
    await using var host = await WorldHost.StartAsync(file.Build(), new(environment), default);
    var worlds = new List<World>();
    for (var i = 0; i < 3; i++)
        worlds.Add(await host.OpenAsync(new(), default));
    foreach (var open in worlds)
    foreach (var name in (string[])["URL", "STANDBY", "POOLED"])
        Console.WriteLine(open.Surroundings.Secrets[name]);
    Console.WriteLine();
    await Console.In.ReadToEndAsync();
}
