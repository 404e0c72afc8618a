namespace RunbookDsl.Http;

/// <summary>A header that the answer must have.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Text that its value must contain, case ignored; null asks only that it is
/// there.</param>
public readonly record struct WantedHeader(string Name, string? Value);
