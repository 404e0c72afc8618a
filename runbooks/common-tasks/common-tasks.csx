// Two of the "Common Maintenance Tasks": cache clearing and session cleanup. Off-peak, no window of its own
// for visitors: the site serves throughout, and who is logged in stays so.

Runbook("Cache and sessions of the shop")
    .Purpose("Pages made anew from their data, and no sessions that nobody uses; nobody is logged out")
    .Owner("platform")
    .Locks("site:shop.example")
    .Window("2026-12-05 04:00Z", 30.Minutes);

var host = Param<string>("host", "The host whose redis-cli asks").Default("web-1");
var cache = Param<string>("cache", "What the keys of the cache begin with").Default("shop:page:");
var sessions = Param<string>("sessions", "What the keys of sessions begin with").Default("shop:session:");
var days = Param<int>("idle-days", "Days without use after which the shop itself lets nobody in")
    .Default(30)
    .Must(d => d is >= 1 and <= 180, "between 1 and 180");
var pages = Param<string[]>("pages", "What is asked for while the cache is cold, most visited first")
    .Default(["https://shop.example/", "https://shop.example/machines"]);

var web = Ssh.Host(host.Value);
var redis = web.Redis().LogIn(Secret("REDIS_PASSWORD"));
var fillers = web.Workers("sidekiq").RunningBy("/srv/shop/bin/busy-jobs");
var log = web.Journal("shop");
var loggedIn = Http.Get("https://shop.example/account")
    .Send("Cookie", Secret("PROBER_COOKIE"))
    .Contains("Signed in as prober");

var mark = Step("Where the errors end").Run(log.Mark());
Step("Prober is logged in").Run(loggedIn);

// A job that has read its data already would write an old page into the cleared cache.
var held = Step("Nobody fills the cache").Run(Temporarily(fillers.Quiesce(10.Minutes))).At(T);
Step("Cache cleared").Run(redis.ClearCache(cache.Value)).NoUndo("a cache is filled again by who asks");
Step("Fillers work again").Run(PutBack(held));
ForEach(pages.Value, page => page, page => Step("Warmed up").Run(Http.Get(page).Contains("Shop")));

Step("Old sessions gone")
    .Run(redis.ClearSessions(sessions.Value, days.Value.Days))
    .NoUndo("the shop lets nobody in with them any more");
Step("Prober is still logged in").Run(loggedIn);
Step("Mail goes out").Run(redis.WaitEmpty(5.Minutes, "queue:mailers"));
Step("No new errors").Run(log.NoNewErrors(mark));
