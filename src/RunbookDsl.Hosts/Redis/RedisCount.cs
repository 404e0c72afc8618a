namespace RunbookDsl.Hosts;

/// <summary>Counted keys of a Redis.</summary>
/// <param name="Meant">Those that an operation is about.</param>
/// <param name="Used">Those with the same begin that were used too lately.</param>
internal sealed record RedisCount(long Meant, long Used);
