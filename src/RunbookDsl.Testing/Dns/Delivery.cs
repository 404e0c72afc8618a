namespace RunbookDsl.Testing;

/// <summary>What is to be sent.</summary>
/// <param name="Message">The answer.</param>
/// <param name="Times">How often.</param>
/// <param name="CutAfter">So many bytes of it, and then the connection is cut; null all.</param>
internal sealed record Delivery(byte[] Message, int Times = 1, int? CutAfter = null);
