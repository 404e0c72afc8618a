namespace RunbookDsl.Runbooks.Tests.Town;

/// <summary>What visitors change: bookings, each with a token of its own.</summary>
internal static class TownSql
{
    public const string Role = "create role shop_app login password 'town'";

    public const string Shop = """
        alter role shop_app password 'town';
        create table bookings (
          id bigint generated always as identity primary key,
          token text not null unique,
          at timestamptz not null default now()
        );
        insert into bookings (token) select 'before-' || n from generate_series(1, 5000) n;
        grant select, insert on bookings to shop_app;
        analyze;
        """;
}
