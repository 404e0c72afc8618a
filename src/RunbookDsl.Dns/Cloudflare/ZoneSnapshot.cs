using System.Collections.Immutable;

namespace RunbookDsl.Dns;

/// <summary>All records of a zone at one time.</summary>
/// <param name="Zone">Its name.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Records">One line each, sorted: <c>A app.shop.example 192.0.2.1 ttl 300 proxied</c>.</param>
public sealed record ZoneSnapshot(string Zone, DateTimeOffset At, ImmutableArray<string> Records);
