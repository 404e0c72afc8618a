using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>A zone of a Cloudflare account.</summary>
/// <param name="Name">Lower case, without the dot at the end.</param>
/// <param name="Where">The verb that made it.</param>
public sealed record CloudflareZoneSpec(string Name, SourceLocation Where)
{
    /// <summary>The records it begins with: the fields that the API takes, as JSON, and the verb.</summary>
    public ImmutableArray<(string Json, SourceLocation Where)> Records { get; init; } = [];

    internal void Check(WorldSession session)
    {
        var book = new CloudflareBook(Name, [], kind => kind);
        var number = 0;
        foreach (var (json, where) in Records)
            try
            {
                number++;
                book.Add((JsonObject)JsonNode.Parse(json)!, (_, _) => { });
            }
            catch (CloudflareRefusal refusal)
            {
                session.Report("RB0211", $"record {number} of {Name}: {refusal.Reason}", where);
            }
    }

    internal void Fill(Stage stage)
    {
        var zone = stage.Zones().Add(Name);
        var book = new CloudflareBook(Name, zone.Records, stage.Zones().NewId);
        foreach (var (json, _) in Records)
            book.Add((JsonObject)JsonNode.Parse(json)!, (_, _) => { });
        book.Keep(zone);
    }
}
