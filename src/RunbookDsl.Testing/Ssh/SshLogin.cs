namespace RunbookDsl.Testing;

/// <summary>Who logs in where.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="User">The user, as the client was told.</param>
internal sealed record SshLogin(HostMachine Machine, string User)
{
    /// <summary>The runbook's key, and the keys that the machine's own file allows by now.</summary>
    public string AuthorizedKeys(SshKeyPair key)
    {
        var file = $"{HostMachine.HomeOf(User)}/.ssh/authorized_keys";
        var own = Machine.Files.Find(file) is { Kind: FileNodeKind.File } node ? node.Text : "";
        return $"{key.Public} runbook\n{own}";
    }
}
