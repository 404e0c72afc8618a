namespace RunbookDsl.Deployment;

/// <summary>URLs that authors write.</summary>
internal static class Urls
{
    public static string Checked(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri is { UserInfo.Length: 0, Fragment.Length: 0 }
            ? url
            : throw new ArgumentException($"'{url}' is no http or https URL without user name and fragment.");
}
