namespace RunbookDsl.Testing;

/// <summary>What the systems of a world can do that are no HTTP APIs.</summary>
public static class WorldAbilities
{
    /// <summary>Every list there is, with the words that a world or a runbook may use.</summary>
    public static IReadOnlyList<WorldAbility> All =>
        [
            new("DNS", "types of records", DnsType.OfRecords),
            new("Host", "programs", Sorted(ProgramTable.Names)),
            new("Host", "words of its shell", Sorted(ShellBuiltins.Names)),
        ];

    private static string[] Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];
}
