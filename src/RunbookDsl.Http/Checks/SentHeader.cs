namespace RunbookDsl.Http;

/// <summary>A header sent with the request.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Prefix">Text before the value, such as <c>Bearer </c>.</param>
/// <param name="Secret">The secret that is the value; null when there is none.</param>
public readonly record struct SentHeader(string Name, string Prefix, SecretReference? Secret);
