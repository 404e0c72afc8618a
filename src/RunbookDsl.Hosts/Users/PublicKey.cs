using System.Security.Cryptography;
using System.Text;

namespace RunbookDsl.Hosts;

/// <summary>A line of an <c>authorized_keys</c> file.</summary>
internal sealed record PublicKey(string Line, string Type, string Body)
{
    private const int Longest = 8192;
    private static readonly string[] Types =
    [
        "ssh-ed25519",
        "ssh-rsa",
        "ecdsa-sha2-",
        "sk-ssh-",
        "sk-ecdsa-",
    ];

    /// <summary><c>SHA256:…</c>, as <c>ssh-keygen -l</c> shows it.</summary>
    public string Fingerprint =>
        "SHA256:" + Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String(Body))).TrimEnd('=');

    /// <summary>The keys of a file; comments and what is no key are left out.</summary>
    public static IReadOnlyList<PublicKey> ReadAll(string text) =>
        [.. text.Split('\n').Select(Read).OfType<PublicKey>()];

    /// <summary>One key, with nothing that it may not do and nothing that it has to.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static PublicKey Checked(string line) =>
        !line.Trim().Any(char.IsControl)
        && Read(line) is { } key
        && key.Line.StartsWith(key.Type, StringComparison.Ordinal)
            ? key
            : throw new ArgumentException(
                $"'{(line.Length > 40 ? line[..40] + "…" : line)}' is no public key: write the line of the .pub file, "
                    + "such as 'ssh-ed25519 AAAA… ann@laptop'"
            );

    private static PublicKey? Read(string line)
    {
        line = line.Trim();
        if (line.Length is 0 or > Longest || line[0] == '#')
            return null;
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindIndex(words, w => Types.Any(t => w.StartsWith(t, StringComparison.Ordinal)));
        if (at < 0 || at + 1 >= words.Length)
            return null;
        var bytes = new byte[Longest];
        // The body begins with the length and the name of its type.
        return
            Convert.TryFromBase64String(words[at + 1], bytes, out var count)
            && count > 4 + words[at].Length
            && Encoding.ASCII.GetString(bytes, 4, words[at].Length) == words[at]
            ? new(line, words[at], words[at + 1])
            : null;
    }
}
