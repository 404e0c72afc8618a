using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace RunbookDsl.Testing.Apis;

/// <summary>The rules of a bucket as they stand on the wire.</summary>
internal static class CorsDocument
{
    private const int MostRules = 100;
    private const int Longest = 64 * 1024;
    private static readonly string[] Methods = ["GET", "PUT", "POST", "DELETE", "HEAD"];

    private static readonly string[] Children =
    [
        "ID",
        "AllowedOrigin",
        "AllowedMethod",
        "AllowedHeader",
        "ExposeHeader",
        "MaxAgeSeconds",
    ];

    /// <summary>Reads a document.</summary>
    /// <exception cref="AwsErrorException">It is malformed, or asks for what no rule may.</exception>
    public static IReadOnlyList<CorsRuleSpec> Read(byte[] body)
    {
        var root = Load(body);
        var rules = root.Elements().ToList();
        if (
            root.Name.LocalName != "CORSConfiguration"
            || rules.Count is 0 or > MostRules
            || rules.Exists(r => r.Name.LocalName != "CORSRule")
        )
            throw Malformed;
        return [.. rules.Select(Rule)];
    }

    /// <summary>Writes a document.</summary>
    public static XElement Write(IEnumerable<CorsRuleSpec> rules) =>
        new(
            "CORSConfiguration",
            rules.Select(r => new XElement(
                "CORSRule",
                AwsElements.Element("ID", r.Id),
                r.Origins.Select(o => new XElement("AllowedOrigin", o)),
                r.Methods.Select(m => new XElement("AllowedMethod", m)),
                r.Headers.Select(h => new XElement("AllowedHeader", h)),
                r.Exposed.Select(h => new XElement("ExposeHeader", h)),
                AwsElements.Element("MaxAgeSeconds", r.MaxAgeSeconds)
            ))
        );

    private static CorsRuleSpec Rule(XElement rule)
    {
        if (rule.Elements().Any(e => !Children.Contains(e.Name.LocalName) || e.HasElements))
            throw Malformed;
        var (origins, methods) = (All(rule, "AllowedOrigin"), All(rule, "AllowedMethod"));
        if (origins.Length == 0 || methods.Length == 0)
            throw Malformed;
        if (methods.FirstOrDefault(m => !Methods.Contains(m)) is { } wrong)
            throw new AwsErrorException(
                400,
                "InvalidRequest",
                $"Found unsupported HTTP method in CORS config. Unsupported method is {wrong}"
            );
        if (origins.FirstOrDefault(o => o.Count(c => c == '*') > 1) is { } stars)
            throw new AwsErrorException(
                400,
                "InvalidRequest",
                $"AllowedOrigin \"{stars}\" can not have more than one wildcard."
            );
        var age = All(rule, "MaxAgeSeconds");
        if (age.Length > 1)
            throw Malformed;
        return new(
            origins,
            methods,
            All(rule, "AllowedHeader"),
            All(rule, "ExposeHeader"),
            age.Length == 0 ? null : Seconds(age[0]),
            All(rule, "ID").FirstOrDefault()
        );
    }

    private static int Seconds(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : throw Malformed;

    private static ImmutableArray<string> All(XElement rule, string name) =>
        [.. rule.Elements().Where(e => e.Name.LocalName == name).Select(e => e.Value)];

    private static XElement Load(byte[] body)
    {
        if (body.Length > Longest)
            throw Malformed;
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(Encoding.UTF8.GetString(body)),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null }
            );
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            throw Malformed;
        }
    }

    private static AwsErrorException Malformed =>
        new(
            400,
            "MalformedXML",
            "The XML you provided was not well-formed or did not validate against our published schema"
        );
}
