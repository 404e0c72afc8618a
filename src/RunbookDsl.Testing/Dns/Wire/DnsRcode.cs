using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>How a name server says what became of a query.</summary>
internal static class DnsRcode
{
    public const int NoError = 0;
    public const int FormatError = 1;
    public const int ServerFailure = 2;
    public const int NoName = 3;
    public const int NotImplemented = 4;
    public const int Refused = 5;
    public const int BadVersion = 16;

    private static readonly (int Number, string Name)[] Known =
    [
        (NoError, "NOERROR"),
        (FormatError, "FORMERR"),
        (ServerFailure, "SERVFAIL"),
        (NoName, "NXDOMAIN"),
        (NotImplemented, "NOTIMP"),
        (Refused, "REFUSED"),
        (6, "YXDOMAIN"),
        (7, "YXRRSET"),
        (8, "NXRRSET"),
        (9, "NOTAUTH"),
        (10, "NOTZONE"),
        (BadVersion, "BADVERS"),
    ];

    public static IEnumerable<string> Names => Known.Select(k => k.Name);

    public static string Name(int number) =>
        Array.Find(Known, k => k.Number == number).Name
        ?? string.Create(CultureInfo.InvariantCulture, $"RCODE{number}");

    public static int? Number(string name)
    {
        foreach (var (number, known) in Known)
            if (known.Equals(name, StringComparison.OrdinalIgnoreCase))
                return number;
        return null;
    }
}
