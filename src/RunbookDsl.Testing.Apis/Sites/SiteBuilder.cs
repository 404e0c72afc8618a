using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing.Apis;

/// <summary>Says where a web site is and what it answers. Pages belong to the server named last.</summary>
public sealed class SiteBuilder
{
    private readonly WorldSession _session;
    private SiteSystemSpec _spec;

    internal SiteBuilder(WorldSession session, SiteSystemSpec spec)
    {
        (_session, _spec) = (session, spec);
        session.Put(null, spec);
    }

    /// <summary>Another host name of the site, such as <c>www.shop.example</c> or
    /// <c>*.shop.example</c>.</summary>
    public SiteBuilder Also(string host) => Change(_spec with { Hosts = _spec.Hosts.Add(Plain(host)) });

    /// <summary>
    /// A server of the site at this address. Which one a client gets follows the address that the name leads
    /// to; several servers can have different pages: the old host, the new one, the maintenance page.
    /// </summary>
    public SiteBuilder On(
        string address,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Change(_spec with { Servers = _spec.Servers.Add(new(address, new(file, line, "On", address))) });

    /// <summary>A page of the server named last.</summary>
    /// <param name="path">Without the query; <c>/*</c> is every path that no other page takes.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="body">The body, HTML unless <see cref="Header"/> says otherwise.</param>
    public SiteBuilder Page(string path, int status, string body) => Page(path, status, _ => body);

    /// <summary>A page whose body is made anew from the world each time it is asked for.</summary>
    public SiteBuilder Page(string path, int status, Func<Stage, string> body) =>
        Server(s => s with { Pages = s.Pages.Add(new(path, status, body)) });

    /// <summary>A page that leads elsewhere.</summary>
    public SiteBuilder Redirect(string path, string to, int status = 301) =>
        Page(path, status, "").Header("Location", to);

    /// <summary>A header of the page named last.</summary>
    public SiteBuilder Header(string name, string value) =>
        Server(s =>
        {
            if (s.Pages.IsEmpty)
                throw new ArgumentException("Header belongs to a page: write it after .Page(…).");
            var page = s.Pages[^1];
            var changed = name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)
                ? page with
                {
                    Type = value,
                }
                : page with
                {
                    Headers = page.Headers.SetItem(name, value),
                };
            return s with { Pages = s.Pages.SetItem(s.Pages.Length - 1, changed) };
        });

    /// <summary>
    /// The server named last is closed while a file is on a host: it answers 503 with the file's text to
    /// every method. The rule that a web server needs for a maintenance page; without it such a file does
    /// nothing.
    /// </summary>
    /// <param name="host">A <c>Host("…")</c> of the world.</param>
    /// <param name="file">Full path.</param>
    public SiteBuilder ClosedWhile(string host, string file) =>
        Server(s => s with { ClosedWhile = (host, file) });

    /// <summary>
    /// The application has a maintenance mode behind a path: GET tells it as JSON, PUT sets it with the
    /// token, and while it is on every other path answers 503 with JSON.
    /// </summary>
    /// <param name="path">Such as <c>/admin/maintenance</c>.</param>
    /// <param name="token">The world gives it its value.</param>
    /// <param name="field">The field of the JSON.</param>
    public SiteBuilder Switch(string path, SecretReference token, string field = "maintenance")
    {
        ArgumentNullException.ThrowIfNull(token);
        return Change(_spec with { Switch = new(path, token.Name, field) });
    }

    /// <summary>The server named last does not answer at port 443.</summary>
    public SiteBuilder WithoutTls() => Server(s => s with { HasTls = false });

    /// <summary>
    /// The server named last is the nginx of a scripted machine: its maintenance switch hides the pages, and
    /// they are 502 while the application does not run.
    /// </summary>
    /// <param name="host">Name of the machine, as in <c>Host("web-1")</c>.</param>
    /// <param name="app">Its unit that makes the pages; null is nobody.</param>
    public SiteBuilder Behind(string host, string? app = null) =>
        Server(s => s with { Host = host, App = app });

    /// <summary>The server named last refuses every connection.</summary>
    public SiteBuilder Down() => Server(s => s with { IsDown = true });

    internal static string Plain(string host) => host.TrimEnd('.').ToLowerInvariant();

    private SiteBuilder Server(Func<SiteServer, SiteServer> change)
    {
        if (_spec.Servers.IsEmpty)
            throw new ArgumentException("a page is on a server: write .On(\"203.0.113.7\") first.");
        return Change(
            _spec with
            {
                Servers = _spec.Servers.SetItem(_spec.Servers.Length - 1, change(_spec.Servers[^1])),
            }
        );
    }

    private SiteBuilder Change(SiteSystemSpec changed)
    {
        _session.Put(_spec, changed);
        _spec = changed;
        return this;
    }
}
