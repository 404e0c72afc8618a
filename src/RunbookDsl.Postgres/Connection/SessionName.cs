using System.Security.Cryptography;
using System.Text;

namespace RunbookDsl.Postgres;

/// <summary>
/// The <c>application_name</c> by which a statement is found again when its runner is gone:
/// <c>rb:run/step</c>. PostgreSQL cuts at 63 bytes without a word, so a longer one ends in a digest of the
/// whole.
/// </summary>
internal static class SessionName
{
    /// <summary>Matches every session of ours, for <c>like</c>.</summary>
    public const string Ours = "rb:%";

    private const int Limit = 62;
    private const int DigestLength = 8;

    /// <summary>The name of sessions that do the step's work.</summary>
    public static string Of(StepContext context) => Of(context.RunId, context.StepId);

    /// <summary>The name of sessions that only look, so that a probe never finds itself.</summary>
    public static string OfLook(StepContext context) => Of(context) + "?";

    internal static string Of(string run, string step)
    {
        var whole = $"rb:{run}/{step}";
        var plain = new StringBuilder(whole.Length);
        foreach (var c in whole)
            plain.Append(c is > ' ' and <= '~' ? c : '_');
        var text = plain.ToString();
        if (text == whole && text.Length <= Limit)
            return text;
        var kept = text[..Math.Min(text.Length, Limit - DigestLength - 1)];
        return $"{kept}~{Digest(whole)}";
    }

    /// <summary>Eight hexadecimal digits that stand for <paramref name="text"/>.</summary>
    public static string Digest(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..DigestLength];
}
