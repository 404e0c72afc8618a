using System.Text;
using System.Text.Json;

namespace RunbookDsl.Journal.Postgres;

/// <summary>An offer as JSON in its column.</summary>
internal static class OfferFormat
{
    internal static string Write(RunOffer offer)
    {
        var to = new LineBuffer();
        to.Raw("{\"to\":"u8).Text(offer.To).Raw(",\"by\":"u8).Text(offer.By);
        to.Raw(",\"at\":\""u8).Time(offer.At).Raw("\"}"u8);
        return Encoding.UTF8.GetString(to.Written);
    }

    /// <summary>Null if the text is no offer.</summary>
    internal static RunOffer? Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var o = document.RootElement;
            return new RunOffer(
                o.GetProperty("to"u8).GetString()!,
                o.GetProperty("by"u8).GetString()!,
                o.GetProperty("at"u8).GetDateTimeOffset()
            );
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
