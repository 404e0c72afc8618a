namespace RunbookDsl.Notify;

/// <summary>Public status pages at Atlassian Statuspage.</summary>
public static class StatusPage
{
    /// <summary>One page of an account.</summary>
    /// <param name="id">Its id: 12 letters and digits.</param>
    /// <param name="key">An API key. Sent in a header only.</param>
    /// <exception cref="ArgumentException">It is no id; becomes an authoring error at its line.</exception>
    public static PublicPage Page(string id, SecretReference key)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(key);
        return id.Length > 0 && id.All(char.IsAsciiLetterOrDigit)
            ? new(id, key)
            : throw new ArgumentException($"'{id}' is no id of a page: 12 letters and digits.");
    }
}
