var pg = Postgres("main");
pg.Database("shop")
    .Sql(
        """
        create role shop_app login;
        create table orders (id bigint generated always as identity primary key, total int not null);
        insert into orders (total) select n from generate_series(1, 100) n;
        """
    )
    .As(Secret("DATABASE_URL"));
var dns = Dns();
dns.Zone("shop.example").Record("A", "@", "198.51.100.10", ttl: 300);
Site("shop.example").On("198.51.100.10").Page("/", 200, "<title>shop</title>");
Host("web-1").Address("198.51.100.10").User("deploy").Unit("shop");
Answers("Order something.", by: "ann", evidence: "order 101");
