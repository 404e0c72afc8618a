namespace RunbookDsl;

/// <summary>One argument of an operation, for the plan and its fingerprint. Never a secret's value.</summary>
/// <param name="Name">The argument's name.</param>
/// <param name="Value">Its value, printable, with its unit.</param>
public sealed record Fact(string Name, string Value);
