namespace RunbookDsl.Testing;

/// <summary>One batch of a sweep through a Redis.</summary>
/// <param name="Cursor">Where it begins.</param>
/// <param name="Keys">How many keys it looks at.</param>
/// <param name="Idle">For how many seconds nobody may have used a key; 0 is any.</param>
/// <param name="IsChange">Whether those that are meant go.</param>
internal sealed record RedisBatch(int Cursor, int Keys, long Idle, bool IsChange);
