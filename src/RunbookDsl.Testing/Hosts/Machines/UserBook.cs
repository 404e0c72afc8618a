using System.Globalization;

namespace RunbookDsl.Testing;

/// <summary>The accounts of a scripted machine.</summary>
internal sealed class UserBook
{
    private const int First = 1000;
    private readonly HostMachine _machine;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, UserEntry> _users = new(StringComparer.Ordinal);

    public UserBook(HostMachine machine)
    {
        _machine = machine;
        _users["root"] = new("root", 0, "", machine.Spec.Users.Length == 0);
        foreach (var user in machine.Spec.Users)
            _users[user.Name] = new(user.Name, user.Name == "root" ? 0 : Free(), "", true);
    }

    public IReadOnlyList<UserEntry> All
    {
        get
        {
            lock (_gate)
                return [.. _users.Values];
        }
    }

    public UserEntry? Find(string name)
    {
        lock (_gate)
            return _users.GetValueOrDefault(name);
    }

    public void Set(UserEntry user)
    {
        lock (_gate)
            _users[user.Name] = user;
    }

    public void Add(string name)
    {
        lock (_gate)
            _users[name] = new(name, Free(), "", false);
    }

    public void Remove(string name)
    {
        lock (_gate)
            _users.Remove(name);
    }

    /// <summary>Whether sshd lets somebody in: an account that has not expired, and a key.</summary>
    public bool LetsIn(string name)
    {
        if (Find(name) is not { } user)
            return false;
        var today = (_machine.Stage.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Days;
        var isOver = int.TryParse(user.Expiry, CultureInfo.InvariantCulture, out var day) && day <= today;
        var keys = _machine.Files.Find($"{HostMachine.HomeOf(name)}/.ssh/authorized_keys");
        return !isOver
            && (
                user.IsGiven
                || (keys is { Content.Length: > 0 } && keys.Owner == name && (keys.Mode & 0b010_010) == 0)
            );
    }

    /// <summary>Whether sudo asks for no password.</summary>
    public bool MaySudo(string name) =>
        name == "root"
        || _machine.Spec.Users.Any(u => u.Name == name && u.MaySudo)
        || _machine.Files.Find($"/etc/sudoers.d/{name}") is { } rule
            && rule.Text.Contains("NOPASSWD: ALL", StringComparison.Ordinal);

    private int Free() => _users.Values.Select(u => u.Number).Append(First - 1).Max() + 1;
}
