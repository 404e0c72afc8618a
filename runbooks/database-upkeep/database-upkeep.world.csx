// The world it is rehearsed in: one PostgreSQL with a small shop whose orders have no index by customer.
var pg = Postgres("main").Setting("shared_preload_libraries", "pg_stat_statements");
pg.Database("shop")
    .Sql(
        """
        alter database shop set app.environment = 'staging';
        create extension pg_stat_statements;
        create table customers (id bigint generated always as identity primary key, email text not null);
        insert into customers (email) select 'customer' || n || '@example.com' from generate_series(1, 200) n;
        create table orders (
          id bigint generated always as identity primary key,
          customer_id bigint not null references customers,
          total numeric not null,
          cents bigint,
          placed date not null
        );
        insert into orders (customer_id, total, placed)
          select 1 + n % 200, n, date '2025-01-01' + n % 700 from generate_series(1, 5000) n;
        delete from orders where id % 7 = 0;
        """
    )
    .As(Secret("DATABASE_URL"));

Answer("slack", "1m");
