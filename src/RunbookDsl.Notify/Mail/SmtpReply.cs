namespace RunbookDsl.Notify;

/// <summary>What a mail server answered (RFC 5321, 4.2).</summary>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    private const int MostShown = 200;

    public bool IsGood => Code is >= 200 and < 400;

    /// <summary>Whether trying again later can help.</summary>
    public bool IsPassing => Code is >= 400 and < 500;

    /// <summary>Whether a keyword is offered, with what stands behind it.</summary>
    public string? Offer(string keyword) =>
        Lines
            .Select(l => l.Split(' ', 2))
            .Where(w => w[0].Equals(keyword, StringComparison.OrdinalIgnoreCase))
            .Select(w => w.Length > 1 ? w[1] : "")
            .FirstOrDefault();

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = FormattableString.Invariant($"{Code} {string.Join(' ', Lines)}").Trim();
        return text.Length > MostShown ? text[..MostShown] + "…" : text;
    }
}
