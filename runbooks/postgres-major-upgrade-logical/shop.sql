-- A small shop whose tables all have a primary key, as logical replication wants it; a sequence that no column
-- owns, an expression index, a view and a function.
create extension pg_stat_statements;
create role shop_app login;
alter database shop set app.environment = 'production';

create table customers (
  id bigint generated always as identity primary key,
  email text not null unique,
  name text not null
);
create index customers_lower_email on customers (lower(email));

create table orders (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customers,
  number bigint not null unique,
  status text not null,
  total_cents bigint not null check (total_cents >= 0)
);
create index orders_status on orders (status);
create sequence invoice_numbers start 70000;

create view open_orders as select * from orders where status = 'open';
create function order_count() returns bigint language sql stable as 'select count(*) from orders';

insert into customers (email, name)
select 'customer' || n || '@shop.example', 'Customer ' || n from generate_series(1, 200) n;
insert into orders (customer_id, number, status, total_cents)
select 1 + n % 200, nextval('invoice_numbers'), (array['open', 'paid', 'sent', 'closed'])[1 + n % 4], 100 * n
from generate_series(1, 1000) n;

grant select, insert, update, delete on all tables in schema public to shop_app;
grant usage on all sequences in schema public to shop_app;
