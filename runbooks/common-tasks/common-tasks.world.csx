// The world it is rehearsed in: a shop whose pages, sessions and jobs are in one Redis with a password.
StartsAt("2026-12-05 03:50Z");

Host("web-1")
    .User("deploy")
    .Unit("nginx")
    .Unit("shop")
    .Unit("sidekiq")
    .Workers("sidekiq", tells: "/srv/shop/bin/busy-jobs")
    .Job("RenderPages machines", takes: 40.Seconds)
    .Job("SendMail 4711", takes: 5.Seconds)
    .Redis(Secret("REDIS_PASSWORD"))
    .RedisKeys("shop:page:", 4200)
    .RedisKeys("shop:session:old-", 300, idle: 90.Days)
    .RedisKeys("shop:session:", 25, idle: 3.Days)
    .RedisKey("shop:session:prober", idle: 1.Hours)
    .RedisKey("shop:stock", idle: 400.Days)
    .RedisList("queue:mailers", 0);

Given("PROBER_COOKIE", "session=made-up");
Site("shop.example")
    .On("203.0.113.7")
    .Behind("web-1", app: "shop")
    .Page("/", 200, "<h1>Shop</h1>")
    .Page("/machines", 200, "<h1>Shop</h1><p>Machines</p>")
    .Page(
        "/account",
        200,
        stage => RedisHas(stage, "web-1", "shop:session:prober") ? "Signed in as prober" : "Please sign in"
    );
