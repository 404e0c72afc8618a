using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing;

/// <summary>
/// What all rehearsals of one world share for real connections: keys, a folder, the sockets that sshd and its
/// commands come back to. Made when somebody connects for the first time; gone with the last system.
/// </summary>
internal sealed class SshFamily(WorldOptions options)
{
    private static readonly ConditionalWeakTable<WorldOptions, SshFamily> Families = [];
    private readonly Lock _gate = new();
    private readonly Lazy<SshKeyPair> _host = new(SshKeyPair.New);
    private readonly Lazy<SshKeyPair> _wrong = new(SshKeyPair.New);
    private readonly Lazy<SshKeyPair> _user = new(SshKeyPair.New);
    private int _users;
    private SshServer? _server;

    /// <summary>The key that the hosts of the world have.</summary>
    public SshKeyPair HostKey => _host.Value;

    /// <summary>The key of somebody who says to be one of them.</summary>
    public SshKeyPair WrongKey => _wrong.Value;

    /// <summary>The key of the runbook.</summary>
    public SshKeyPair UserKey => _user.Value;

    public IReadOnlyDictionary<string, string> Environment => options.Environment;

    public static SshFamily Of(WorldOptions options) =>
        Families.GetValue(options, static o => new SshFamily(o));

    public SshFamily Use()
    {
        lock (_gate)
            _users++;
        return this;
    }

    /// <summary>The server, brought up by the first who connects.</summary>
    /// <exception cref="WorldException">This machine cannot run one.</exception>
    public SshServer Server()
    {
        lock (_gate)
            return _server ??= SshServer.Start(this);
    }

    public async ValueTask ReleaseAsync()
    {
        SshServer? last = null;
        lock (_gate)
            if (--_users == 0)
                (last, _server) = (_server, null);
        if (last is not null)
            await last.DisposeAsync().ConfigureAwait(false);
    }
}
