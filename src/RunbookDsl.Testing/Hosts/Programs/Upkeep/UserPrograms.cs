namespace RunbookDsl.Testing;

/// <summary>Programs that tell of accounts, and those that change them.</summary>
internal static class UserPrograms
{
    public static HostProgram[] All { get; } =
    [
        new("getent", FilePrograms.No, GetentAsync),
        new("useradd", FilePrograms.Yes, UseraddAsync),
        new("usermod", FilePrograms.Yes, UsermodAsync),
        new("userdel", FilePrograms.Yes, UserdelAsync),
        new("visudo", FilePrograms.No, VisudoAsync),
        new("pkill", FilePrograms.Yes, _ => Task.FromResult(1)),
    ];

    private static async Task<int> GetentAsync(ProgramCall call)
    {
        if (call.Operands is not [var book, var name] || book is not ("passwd" or "shadow"))
            return await call.UnknownAsync(string.Join(' ', call.Arguments), ["passwd NAME", "shadow NAME"])
                .ConfigureAwait(false);
        if (call.Machine.Users.Find(name) is not { } user || (book == "shadow" && !call.IsRoot))
            return 2;
        await call.SayAsync(book == "passwd" ? user.Passwd : user.Shadow).ConfigureAwait(false);
        return 0;
    }

    private static async Task<int> UseraddAsync(ProgramCall call)
    {
        if (!call.IsRoot)
            return await call.FailAsync("useradd: Permission denied.").ConfigureAwait(false);
        var name = call.Arguments[^1];
        if (call.Machine.Users.Find(name) is not null)
            return await call.FailAsync($"useradd: user '{name}' already exists", 9).ConfigureAwait(false);
        call.Machine.Users.Add(name);
        var home = HostMachine.HomeOf(name);
        if (call.Has('m', "create-home") && call.Files.Find(home) is null)
        {
            call.Files.MakeFolder(home, "root");
            call.Files.Change(home, "root", n => n with { Owner = name, Group = name });
        }
        return 0;
    }

    private static async Task<int> UsermodAsync(ProgramCall call)
    {
        var at = Array.FindIndex(call.Arguments, a => a is "-e" or "--expiredate");
        if (at < 0)
            return await call.UnknownAsync(string.Join(' ', call.Arguments), ["--expiredate 1 -- NAME"])
                .ConfigureAwait(false);
        return await ChangedAsync(
                call,
                user => call.Machine.Users.Set(user with { Expiry = call.Arguments[at + 1] })
            )
            .ConfigureAwait(false);
    }

    private static Task<int> UserdelAsync(ProgramCall call) =>
        ChangedAsync(call, user => call.Machine.Users.Remove(user.Name));

    private static async Task<int> ChangedAsync(ProgramCall call, Action<UserEntry> change)
    {
        var name = call.Arguments[^1];
        if (!call.IsRoot)
            return await call.FailAsync($"{call.Name}: Permission denied.").ConfigureAwait(false);
        if (call.Machine.Users.Find(name) is not { } user)
            return await call.FailAsync($"{call.Name}: user '{name}' does not exist", 6)
                .ConfigureAwait(false);
        change(user);
        return 0;
    }

    private static Task<int> VisudoAsync(ProgramCall call)
    {
        var text = call.Read(call.Operands[^1]);
        return System.Text.Encoding.UTF8.GetString(text).Contains("ALL=(", StringComparison.Ordinal)
            ? Task.FromResult(0)
            : call.FailAsync($"{call.Operands[^1]}:1:1: syntax error");
    }
}
