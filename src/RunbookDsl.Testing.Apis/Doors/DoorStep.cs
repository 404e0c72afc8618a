using System.Text;

namespace RunbookDsl.Testing.Apis;

/// <summary>How a program says for which step it asks.</summary>
internal static class DoorStep
{
    /// <summary>The user name of a proxy login; null when there is none.</summary>
    public static string? OfProxyUser(string? authorization)
    {
        const string Basic = "Basic ";
        if (authorization?.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) != true)
            return null;
        var bytes = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[Basic.Length..].Trim(), bytes, out var length))
            return null;
        var user = Encoding.UTF8.GetString(bytes, 0, length).Split(':')[0];
        // {step} stays as it is where no step starts the program.
        return user.Length == 0 || user.StartsWith('{') ? null : Uri.UnescapeDataString(user);
    }
}
