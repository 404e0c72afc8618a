using System.Text.RegularExpressions;

namespace RunbookDsl.Notify;

/// <summary>Plain addresses: what would end a line or a bracket of the protocol is none.</summary>
internal static partial class MailAddressText
{
    private const int Longest = 254;

    /// <exception cref="ArgumentException">It is no address.</exception>
    public static string Checked(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.Length <= Longest && Form().IsMatch(address)
            ? address
            : throw new ArgumentException($"'{address}' is no plain address such as ops@shop.example.");
    }

    [GeneratedRegex(
        @"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?\z",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Form();
}
