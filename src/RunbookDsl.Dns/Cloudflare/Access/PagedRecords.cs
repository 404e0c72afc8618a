namespace RunbookDsl.Dns;

/// <summary>
/// Finds the zone once and reads pages to their end: what all ways to a zone do alike. How a request is made
/// is left to each.
/// </summary>
internal abstract class PagedRecords(CloudflareZone zone) : ICloudflareRecords
{
    protected const int PerPage = 100;
    private const int MostPages = 10;
    private string? _id;

    /// <summary>The zone that is asked for.</summary>
    protected CloudflareZone Zone => zone;

    public async Task<IReadOnlyList<FoundRecord>> ListAsync(string? name, CancellationToken cancellation)
    {
        var found = new List<FoundRecord>();
        var id = await IdAsync(cancellation).ConfigureAwait(false);
        for (var page = 1; ; page++)
        {
            var (records, pages) = await PageAsync(id, name, page, cancellation).ConfigureAwait(false);
            foreach (var record in records)
                found.Add(
                    record
                        ?? throw new OperationFailedException(
                            $"Cloudflare: a record of {zone} is told in a way that is not known"
                        )
                );
            if (page >= pages)
                return found;
            if (page == MostPages)
                throw new OperationFailedException(
                    $"Cloudflare: {name ?? zone.Name} has more than {MostPages * PerPage} records"
                );
        }
    }

    public async Task WriteAsync(IReadOnlyList<RecordWrite> writes, CancellationToken cancellation)
    {
        if (writes.Count > 0)
            await SendAsync(await IdAsync(cancellation).ConfigureAwait(false), writes, cancellation)
                .ConfigureAwait(false);
    }

    /// <summary>Id of the zone; null when the token sees none of its name.</summary>
    protected abstract Task<string?> FindAsync(CancellationToken cancellation);

    /// <summary>One page of records, null for one that is told in a way that is not known; and how many pages
    /// there are.</summary>
    /// <param name="zoneId">Fit for a URL.</param>
    /// <param name="name">Full name; null for all.</param>
    /// <param name="page">From 1, of <see cref="PerPage"/> records.</param>
    /// <param name="cancellation">Ends it.</param>
    protected abstract Task<(IEnumerable<FoundRecord?> Records, long Pages)> PageAsync(
        string zoneId,
        string? name,
        int page,
        CancellationToken cancellation
    );

    /// <summary>Sends one write as itself, several as one transaction.</summary>
    protected abstract Task SendAsync(
        string zoneId,
        IReadOnlyList<RecordWrite> writes,
        CancellationToken cancellation
    );

    private async Task<string> IdAsync(CancellationToken cancellation) =>
        _id ??= Uri.EscapeDataString(
            await FindAsync(cancellation).ConfigureAwait(false)
                ?? throw new OperationFailedException(
                    $"Cloudflare: {zone.Token} sees no zone {zone}: is the name right, and may the token read it?"
                )
        );
}
