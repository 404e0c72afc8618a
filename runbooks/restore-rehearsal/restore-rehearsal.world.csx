// The world it is rehearsed in: the shop with last night's backup, and a scratch server.
var main = Postgres("main");
main.Database("shop")
    .Sql(
        """
        create table customers (id bigint generated always as identity primary key, name text not null);
        create table orders (id bigint generated always as identity primary key, customer_id bigint not null
          references customers, total_cents bigint not null);
        insert into customers (name) select 'Customer ' || n from generate_series(1, 100) n;
        insert into orders (customer_id, total_cents) select 1 + n % 100, n from generate_series(1, 500) n;
        """
    )
    .As(Secret("DATABASE_URL"));

var scratch = Postgres("scratch");
scratch
    .Database("scratch")
    .Sql("alter database scratch set app.environment = 'scratch'")
    .As(Secret("SCRATCH_DATABASE_URL"));
Earlier("backup.csx");
