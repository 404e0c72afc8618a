namespace RunbookDsl.Journal;

/// <summary>
/// Run ids: UTC second and four random characters, <c>20261121-031502-k3f9</c>; sorted by name is sorted by
/// age, but for runs of one second.
/// </summary>
public static class RunId
{
    // No vowels and nothing that looks like something else: it is read aloud at night.
    private const string Alphabet = "23456789bcdfghjkmnpqrstvwxz";

    /// <summary>
    /// A new id. Two runs begun in the same second collide once in half a million; the store then refuses the
    /// second.
    /// </summary>
    /// <param name="clock">Gives the second.</param>
    /// <param name="random">Gives the last four characters.</param>
    public static string New(TimeProvider clock, Random random)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(random);
        var now = clock.GetUtcNow().UtcDateTime;
        Span<char> second = stackalloc char[15];
        Digits(second[..8], (now.Year * 10000) + (now.Month * 100) + now.Day);
        second[8] = '-';
        Digits(second[9..], (now.Hour * 10000) + (now.Minute * 100) + now.Second);
        Span<char> tail = stackalloc char[4];
        for (var i = 0; i < tail.Length; i++)
            tail[i] = Alphabet[random.Next(Alphabet.Length)];
        return string.Concat(second, "-", tail);
    }

    private static void Digits(Span<char> to, int value)
    {
        for (var i = to.Length - 1; i >= 0; i--, value /= 10)
            to[i] = (char)('0' + (value % 10));
    }

    /// <summary>
    /// True if the text can be a run's directory: 1 to 64 of a-z, 0-9, dash and underscore, no dash first.
    /// </summary>
    public static bool IsValid(string? id)
    {
        if (id is not { Length: > 0 and <= 64 } || id[0] == '-')
            return false;
        foreach (var c in id)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('-' or '_'))
                return false;
        }
        return true;
    }
}
