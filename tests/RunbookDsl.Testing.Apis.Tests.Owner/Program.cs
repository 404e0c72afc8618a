using RunbookDsl.Testing;
using static RunbookDsl.Testing.Apis.WebVerbs;

// A process that was started without the web server's framework, as the command is. Prints whether the
// framework was loaded before and after the first request, and what that one got.
static bool IsLoaded() =>
    AppDomain.CurrentDomain.GetAssemblies().Any(a => a.FullName!.StartsWith("Microsoft.AspNetCore.Server"));

var session = new WorldSession("/none/owner.world.csx");
using (session.Enter())
    Site("shop.example").On("203.0.113.7").Page("/", 200, "hello");
var environment = new Dictionary<string, string> { ["PATH"] = args[0] };
await using var world = await World.StartAsync(session.Build(), new WorldOptions(environment), default);
var port = new Uri(world.Surroundings.Variables["http_proxy"].Replace("{step}", "s")).Port;
Console.WriteLine(IsLoaded());
using var client = new HttpClient();
using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/");
request.Headers.Host = "shop.example";
using var response = await client.SendAsync(request);
Console.WriteLine(await response.Content.ReadAsStringAsync());
Console.WriteLine(IsLoaded());
