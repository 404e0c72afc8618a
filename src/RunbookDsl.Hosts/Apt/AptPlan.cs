using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace RunbookDsl.Hosts;

/// <summary>What an upgrade of a host would do, for a person to approve.</summary>
/// <param name="Changes">The packages, by name.</param>
/// <param name="KeptBack">Packages that stay as they are, because somebody holds them.</param>
/// <param name="Hash">Of the changes: another one, and the approval is not of this plan.</param>
public sealed record AptPlan(IReadOnlyList<AptChange> Changes, IReadOnlyList<string> KeptBack, string Hash)
{
    /// <summary>Whether there is nothing to do.</summary>
    [JsonIgnore]
    public bool IsEmpty => Changes.Count == 0;

    /// <summary><c>2 packages: libc6 2.36-9 → 2.36-10, nginx 1.22.1 → 1.22.2</c>.</summary>
    public override string ToString() =>
        IsEmpty
            ? "nothing to upgrade"
            : $"{Changes.Count} packages: {string.Join(", ", Changes)}"
                + (KeptBack.Count == 0 ? "" : $"; held: {string.Join(", ", KeptBack)}");

    internal static AptPlan Of(IEnumerable<AptChange> changes, IEnumerable<string> keptBack)
    {
        AptChange[] sorted = [.. changes.OrderBy(c => c.Name, StringComparer.Ordinal)];
        var text = string.Concat(sorted.Select(c => $"{c.Name} {c.From} {c.To}\n"));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return new(sorted, [.. keptBack.Order(StringComparer.Ordinal)], hash);
    }

    /// <summary>Asks apt what it would do now.</summary>
    internal static async Task<AptPlan> ReadAsync(
        StepContext context,
        SshHost host,
        CancellationToken cancellation
    )
    {
        var call = new HostCall(
            host,
            "ask apt what it would do",
            "apt-get",
            "-s",
            "-q",
            "--with-new-pkgs",
            "upgrade"
        );
        var said = await call.AskAsync(context, cancellation).ConfigureAwait(false);
        var holds = new HostCall(host, "ask what is held", "apt-mark", "showhold");
        var held = await holds.AskAsync(context, cancellation).ConfigureAwait(false);
        return Of(
            said.Output.Split('\n').Select(Read).OfType<AptChange>(),
            held.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        );
    }

    // Inst nginx [1.22.1-9] (1.22.1-9+deb12u2 Debian:12.9/stable, Debian-Security:12/stable [amd64]) []
    private static AptChange? Read(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            ["Inst", var name, ['[', .. var from, ']'], ['(', .. var to], ..] => new(
                name,
                from,
                to.TrimEnd(')')
            ),
            ["Inst", var name, ['(', .. var to], ..] => new(name, null, to.TrimEnd(')')),
            _ => null,
        };
    }
}
