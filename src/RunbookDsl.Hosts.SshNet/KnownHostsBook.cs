using System.Security.Cryptography;
using System.Text;

namespace RunbookDsl.Hosts.SshNet;

/// <summary>The host keys that the operator knows: files in the form of known_hosts.</summary>
internal sealed class KnownHostsBook
{
    private const int MostBytes = 16 * 1024 * 1024;
    private readonly List<Entry> _entries = [];

    private KnownHostsBook() { }

    /// <summary>Types of key that are known for a name; empty when nothing is.</summary>
    public IReadOnlyList<string> TypesOf(string name) =>
        [.. _entries.Where(e => !e.IsRevoked && e.Names(name)).Select(e => e.Type).Distinct()];

    /// <summary>Why this key is not trusted; null when it is.</summary>
    public string? Refusal(string name, string type, byte[] key)
    {
        bool IsThis(Entry e) => CryptographicOperations.FixedTimeEquals(e.Key, key);
        if (_entries.Any(e => e.IsRevoked && e.Names(name) && IsThis(e)))
            return $"the {type} key of {name} is revoked";
        var known = _entries.Where(e => !e.IsRevoked && e.Names(name)).ToArray();
        return known.Any(IsThis) ? null
            : known.Length == 0 ? $"no key of {name} is known"
            : $"the {type} key of {name} is not the one that is known";
    }

    /// <summary>Reads the files that are there.</summary>
    /// <exception cref="IOException">One cannot be read, or is too large to be one.</exception>
    public static KnownHostsBook Read(IEnumerable<string> files)
    {
        var book = new KnownHostsBook();
        foreach (var file in files.Where(File.Exists))
        {
            if (new FileInfo(file).Length > MostBytes)
                throw new IOException($"{file} is too large for a file of known hosts");
            foreach (var line in File.ReadLines(file))
                if (Parse(line) is { } entry)
                    book._entries.Add(entry);
        }
        return book;
    }

    // Of a certificate authority no host's own key is known: such a line says nothing here.
    private static Entry? Parse(string line)
    {
        var words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words[0][0] == '#')
            return null;
        var isRevoked = words[0] == "@revoked";
        if (words[0][0] == '@')
        {
            if (!isRevoked)
                return null;
            words = words[1..];
        }
        var key = new byte[8192];
        return words.Length >= 3 && Convert.TryFromBase64String(words[2], key, out var length)
            ? new(words[0], words[1], key[..length], isRevoked)
            : null;
    }

    private sealed record Entry(string Hosts, string Type, byte[] Key, bool IsRevoked)
    {
        public bool Names(string name)
        {
            if (Hosts.StartsWith("|1|", StringComparison.Ordinal))
                return IsHashOf(name);
            var isNamed = false;
            foreach (var pattern in Hosts.Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                var isNot = pattern[0] == '!';
                if (!Fits(isNot ? pattern[1..] : pattern, name))
                    continue;
                if (isNot)
                    return false;
                isNamed = true;
            }
            return isNamed;
        }

        // The format's own: it hides names, it protects nothing.
#pragma warning disable CA5350 // known_hosts is hashed with SHA-1 and nothing else.
        private bool IsHashOf(string name)
        {
            var parts = Hosts.Split('|');
            var (salt, hash) = (new byte[64], new byte[64]);
            return parts.Length == 4
                && Convert.TryFromBase64String(parts[2], salt, out var saltLength)
                && Convert.TryFromBase64String(parts[3], hash, out var hashLength)
                && CryptographicOperations.FixedTimeEquals(
                    HMACSHA1.HashData(
                        salt.AsSpan(0, saltLength),
                        Encoding.UTF8.GetBytes(name.ToLowerInvariant())
                    ),
                    hash.AsSpan(0, hashLength)
                );
        }
#pragma warning restore CA5350

        private static bool Fits(string pattern, string name)
        {
            // Where the last star was, and how much of the name it has taken.
            var (p, n, star, taken) = (0, 0, -1, 0);
            while (n < name.Length)
                if (p < pattern.Length && pattern[p] == '*')
                    (star, taken) = (p++, n);
                else if (p < pattern.Length && (pattern[p] == '?' || IsSame(pattern[p], name[n])))
                    (p, n) = (p + 1, n + 1);
                else if (star >= 0)
                    (p, n) = (star + 1, ++taken);
                else
                    return false;
            return pattern.AsSpan(p).Trim('*').IsEmpty;
        }

        private static bool IsSame(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
    }
}
