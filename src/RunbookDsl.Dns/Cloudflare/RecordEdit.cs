namespace RunbookDsl.Dns;

/// <summary>What is wanted of one record; null leaves a value as it is.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Name">Its full name.</param>
internal sealed record RecordEdit(string Type, string Name)
{
    public EditKind Kind { get; init; }

    public string? Content { get; init; }

    /// <summary>What it has to say before.</summary>
    public string? Expected { get; init; }

    public TimeSpan? Ttl { get; init; }

    public bool? IsProxied { get; init; }

    /// <summary>Name of its value before the change, in the journal.</summary>
    public string Key => $"{Type} {Name}";

    /// <summary><c>point A app.shop.example at 192.0.2.1, ttl 1m, proxied</c>.</summary>
    public override string ToString()
    {
        var rest = (Ttl is { } ttl ? $", ttl {Durations.Text(ttl)}" : "") + Proxied;
        return Kind switch
        {
            EditKind.Add => $"add {Key} {Content}{rest}",
            EditKind.Remove => $"remove {Key} {Expected}",
            _ when Content is not null => $"point {Key} at {Content}{rest}",
            _ when Ttl is { } only => $"set the TTL of {Key} to {Durations.Text(only)}{Proxied}",
            _ => $"{(IsProxied == true ? "proxy" : "stop proxying")} {Key}",
        };
    }

    private string Proxied =>
        IsProxied is not { } flag ? ""
        : flag ? ", proxied"
        : ", not proxied";
}
