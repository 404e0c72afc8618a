namespace RunbookDsl.Hosts;

public sealed partial record SshHost
{
    /// <summary>
    /// Lets somebody log in: makes the account if there is none, adds public keys to those it has, and ends
    /// an expiry. Nothing is taken away from anybody. Goes over a connection that stays open while a new one
    /// proves that the operator still gets in. Journaled: how the account was. The undo takes away what this
    /// step added; an account that it made goes, its home stays where it holds anything.
    /// </summary>
    /// <param name="name">Login name: small letters, digits, <c>-</c> and <c>_</c>.</param>
    /// <param name="keys">Public keys, a line each, as in a <c>.pub</c> file.</param>
    public AddUserOperation AddUser(string name, params string[] keys) => new(this, name, keys);

    /// <summary>
    /// Lets somebody log in no more: the account expires, its keys and its sudo rule go, its processes are
    /// ended. Its files stay. Refused for root and for who logs in. The undo puts account, keys and rule
    /// back; what ran is not started again.
    /// </summary>
    /// <param name="name">Login name.</param>
    public RemoveUserOperation RemoveUser(string name) => new(this, name);
}
