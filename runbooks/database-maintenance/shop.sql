-- A shop in the middle of its life: tens of thousands of rows, one table without a primary key, a partitioned one, an
-- expression index, and enough dead rows to make a vacuum worth its while.
create role shop_app login;
alter database shop set app.environment = 'staging';

create table customers (
  id bigint generated always as identity primary key,
  email text not null unique,
  name text not null,
  created_at timestamptz not null default now()
);
create index customers_lower_email on customers (lower(email));

create table orders (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customers,
  status text not null,
  total_cents bigint not null,
  placed_at timestamptz not null
);
create index orders_customer on orders (customer_id);
create index orders_status_placed on orders (status, placed_at);

-- No primary key on purpose: the table that a naive restore doubles.
create table order_lines (
  order_id bigint not null references orders,
  sku text not null,
  quantity int not null,
  cents bigint not null
);
create index order_lines_order on order_lines (order_id);

create table events (
  at timestamptz not null,
  kind text not null,
  payload jsonb not null
) partition by range (at);
create table events_2026_10 partition of events for values from ('2026-10-01') to ('2026-11-01');
create table events_2026_11 partition of events for values from ('2026-11-01') to ('2026-12-01');
create index events_kind on events (kind, at);

create view open_orders as select * from orders where status = 'open';

insert into customers (email, name)
select 'customer' || n || '@shop.example', 'Customer ' || n from generate_series(1, 8000) n;

insert into orders (customer_id, status, total_cents, placed_at)
select 1 + n % 8000, (array['open', 'paid', 'sent', 'closed'])[1 + n % 4], 100 + n % 90000,
       timestamptz '2026-10-01' + n * interval '2 minutes'
from generate_series(1, 20000) n;

insert into order_lines
select 1 + n % 20000, 'SKU-' || n % 500, 1 + n % 5, 100 + n % 9000 from generate_series(1, 50000) n;

insert into events
select timestamptz '2026-10-01' + n * interval '4 minutes', (array['login', 'order', 'mail'])[1 + n % 3],
       jsonb_build_object('n', n)
from generate_series(1, 20000) n;

-- What a busy week leaves behind.
update orders set status = 'closed' where id % 5 = 0;
delete from order_lines where order_id % 17 = 0;

grant select, insert, update, delete on all tables in schema public to shop_app;
