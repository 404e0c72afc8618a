using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing.Apis;

/// <summary>The words of a world file for what a runbook reaches over the web. Reading the file starts
/// nothing.</summary>
public static class WebVerbs
{
    /// <summary>A web site.</summary>
    /// <param name="host">Its host name.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public static SiteBuilder Site(
        string host,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => new(WorldSession.Current, new(SiteBuilder.Plain(host), new(file, line, "Site", host)));

    /// <summary>A Cloudflare account: zones, records, tokens.</summary>
    /// <param name="name">Tells several of one world apart.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public static CloudflareBuilder Cloudflare(
        string name = "cloudflare",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => new(WorldSession.Current, new(name, new(file, line, "Cloudflare", name)));

    /// <summary>A Slack workspace, which keeps the messages that people would have seen.</summary>
    /// <param name="name">Tells several of one world apart.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public static SlackBuilder Slack(
        string name = "slack",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => new(WorldSession.Current, new(name, new(file, line, "Slack", name)));

    /// <summary>A mail server, which keeps what is sent.</summary>
    /// <param name="name">Tells several of one world apart.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public static MailBuilder Mail(
        string name = "mail",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => new(WorldSession.Current, new(name, new(file, line, "Mail", name)));
}
