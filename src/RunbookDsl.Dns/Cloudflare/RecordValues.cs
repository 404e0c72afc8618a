using System.Globalization;
using System.Text.RegularExpressions;

namespace RunbookDsl.Dns;

/// <summary>The values of a record; journaled before a change as <c>192.0.2.1 ttl 300 proxied</c>.</summary>
/// <param name="Content">Address, name or text.</param>
/// <param name="Ttl">Seconds; 1 leaves it to the provider.</param>
/// <param name="IsProxied">Whether the provider answers in its place.</param>
public sealed partial record RecordValues(string Content, long Ttl, bool IsProxied)
{
    /// <summary>The TTL that leaves it to the provider.</summary>
    public const long Automatic = 1;

    /// <summary>How long resolvers keep answers: 300 s where the provider chooses.</summary>
    public TimeSpan Served => TimeSpan.FromSeconds(IsProxied || Ttl == Automatic ? 300 : Ttl);

    /// <summary>With what an edit wants; a proxied record has no TTL of its own.</summary>
    internal RecordValues With(RecordEdit edit)
    {
        var isProxied = edit.IsProxied ?? IsProxied;
        var ttl = edit.Ttl is { } wanted ? (long)wanted.TotalSeconds : Ttl;
        return new(edit.Content ?? Content, isProxied ? Automatic : ttl, isProxied);
    }

    /// <summary>With what an edit touched as it was before; what others changed since stays.</summary>
    internal RecordValues PutBack(RecordEdit edit, RecordValues before)
    {
        if (edit.Kind == EditKind.Remove)
            return this;
        var isProxied = edit.IsProxied is null ? IsProxied : before.IsProxied;
        var ttl = edit.Ttl is null && edit.IsProxied is null ? Ttl : before.Ttl;
        return new(edit.Content is null ? Content : before.Content, isProxied ? Automatic : ttl, isProxied);
    }

    internal bool IsSame(string type, RecordValues other) =>
        NameText.IsSame(type, Content, other.Content)
        && IsProxied == other.IsProxied
        && (IsProxied || Ttl == other.Ttl);

    internal static RecordValues Parse(string text)
    {
        var match = Form().Match(text);
        return match.Success
            ? new(
                match.Groups[1].Value,
                match.Groups[2].Value == "auto"
                    ? Automatic
                    : long.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture),
                match.Groups[3].Length > 0
            )
            : throw new OperationFailedException($"what was kept of the record cannot be read: {text}");
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Content} ttl {(Ttl == Automatic ? "auto" : Ttl)}{(IsProxied ? " proxied" : "")}"
        );

    [GeneratedRegex("^(.*) ttl (auto|[0-9]{1,9})( proxied)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
