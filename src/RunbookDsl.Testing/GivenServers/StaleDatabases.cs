namespace RunbookDsl.Testing;

/// <summary>Drops what rehearsals left on a server that were killed.</summary>
internal sealed class StaleDatabases(GivenServer server)
{
    // Name and comment are ours, and nobody is connected under the owner's name.
    private const string Candidates = """
        select d.datname::text from pg_database d
        where d.datname ~ '^rbw_' and shobj_description(d.oid, 'pg_database') = $1
          and not exists (select from pg_stat_activity a
            where a.application_name ~ '^rbw_' and starts_with(d.datname::text, a.application_name || '_'))
        """;

    public async Task DropAsync(CancellationToken cancellation)
    {
        var found = await server
            .ListAsync(Candidates, GivenNames.Comment, cancellation)
            .ConfigureAwait(false);
        foreach (var name in found)
            if (GivenNames.OwnerOf(name) is not null)
                await server.DropAsync(name, cancellation).ConfigureAwait(false);
    }
}
