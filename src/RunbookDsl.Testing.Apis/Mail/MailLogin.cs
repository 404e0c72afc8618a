using System.Text;

namespace RunbookDsl.Testing.Apis;

/// <summary>User and password of a mail server.</summary>
/// <param name="User">The user's name.</param>
/// <param name="Password">The password, made up.</param>
internal sealed record MailLogin(string User, string Password)
{
    /// <summary>Whether an answer to AUTH PLAIN is right (RFC 4616).</summary>
    public bool IsPlain(string answer) =>
        Decode(answer)?.Split('\0') is [_, var user, var password] && (user, password) == (User, Password);

    /// <summary>Whether the two answers to AUTH LOGIN are right.</summary>
    public bool IsLogin(string user, string password) => (Decode(user), Decode(password)) == (User, Password);

    private static string? Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : null;
    }
}
