using System.Collections;
using RunbookDsl.Testing;

// A process that owns a throw-away cluster and is killed by the test. Prints the folder of the cluster, then waits.
var environment = new Dictionary<string, string>();
foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
    environment[(string)variable.Key] = (string)variable.Value!;
await using var cluster = await LocalCluster.StartAsync(new ClusterOptions(environment), default);
await cluster.CreateDatabaseAsync("orders");
Console.WriteLine(cluster.ConnectionString("orders"));
await Console.In.ReadToEndAsync();
