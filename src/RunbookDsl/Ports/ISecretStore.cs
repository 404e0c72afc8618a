namespace RunbookDsl;

/// <summary>Where secrets come from: environment, a file, a command such as <c>pass</c>.</summary>
public interface ISecretStore
{
    /// <summary>The value of <paramref name="secret"/>, or null when this store has none.</summary>
    string? Find(SecretReference secret);
}
