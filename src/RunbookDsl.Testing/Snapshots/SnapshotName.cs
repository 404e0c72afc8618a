using System.Security.Cryptography;
using System.Text;

namespace RunbookDsl.Testing;

/// <summary>Names of files made from names of scenarios.</summary>
internal static class SnapshotName
{
    private const int Longest = 120;
    private const int HashLength = 8;

    /// <summary><c>backup: drop after effect</c> as <c>backup-drop-after-effect</c>.</summary>
    public static string Of(string scenario)
    {
        var name = new StringBuilder(scenario.Length);
        foreach (var c in scenario)
            if (char.IsAsciiLetterOrDigit(c) || c is '_' or '.')
                name.Append(char.ToLowerInvariant(c));
            else if (name.Length > 0 && name[^1] != '-')
                name.Append('-');
        var text = name.ToString().Trim('-', '.');
        if (text.Length == 0)
            throw new SnapshotException(
                $"\"{scenario}\" gives no name for a snapshot: use letters of the English alphabet or digits."
            );
        if (text.Length <= Longest)
            return text;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(scenario)));
        return $"{text[..Longest]}-{hash[..HashLength]}";
    }
}
