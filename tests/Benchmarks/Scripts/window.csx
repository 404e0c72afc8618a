Runbook("Window").Purpose("What a rehearsal of a usual window costs: a database, a host, a site, a record");
var db = Pg.Database(Secret("DATABASE_URL"));
var web = Ssh.Host("web-1");

Step("Site is well").Run(Http.Get("https://shop.example").Contains("shop"));
Step("Right database").Run(Pg.Check(db, "select current_database() = 'shop'"));
Step("Application out").Run(Temporarily(Pg.Fence(db).Roles("shop_app")));
Step("Sessions gone").Run(Pg.Drain(db).Grace(10.Seconds));
Step("Service off")
    .Run(web.Exec("sudo", "systemctl", "stop", "shop").Effects(EffectClass.Convergent))
    .Undo(web.Exec("sudo", "systemctl", "start", "shop").Effects(EffectClass.Convergent));
Step("New column")
    .Run(Pg.Ddl(db, "alter table orders add column if not exists note text"))
    .NoUndo("expand only: the old code runs on it");
Step("Old rows").Run(Pg.Execute(db, "update orders set note = '' where note is null")).NoUndo("a new column");
Step("Rows are right").Run(Pg.Check(db, "select count(*) = 100 from orders where note = ''"));
Step("Service on")
    .Run(web.Exec("sudo", "systemctl", "start", "shop").Effects(EffectClass.Convergent))
    .NoUndo("it was on before");
Step("Service runs").Run(web.Exec("systemctl", "is-active", "shop").Effects(EffectClass.ReadOnly));
Step("Site answers").Run(Http.Get("https://shop.example").Contains("shop"));
Step("Somebody looks").Manual("Order something.");
