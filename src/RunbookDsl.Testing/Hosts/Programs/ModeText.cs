namespace RunbookDsl.Testing;

/// <summary>Modes as <c>chmod</c> takes them.</summary>
internal static class ModeText
{
    /// <exception cref="ShellFault">It is no mode.</exception>
    public static int Apply(string wanted, FileNode node)
    {
        if (wanted.Length is 3 or 4 && wanted.All(c => c is >= '0' and <= '7'))
            return Convert.ToInt32(wanted, 8);
        var mode = node.Mode;
        foreach (var clause in wanted.Split(','))
        {
            var at = clause.AsSpan().IndexOfAny("+-=");
            if (at < 0)
                throw new ShellFault($"chmod: invalid mode: '{wanted}'");
            var who = clause[..at] is { Length: > 0 } named ? named : "a";
            var bits = 0;
            foreach (var c in clause[(at + 1)..])
                bits |= c switch
                {
                    'r' => 0b100,
                    'w' => 0b010,
                    'x' => 0b001,
                    'X' => node.Kind == FileNodeKind.Folder || (node.Mode & 0b001_001_001) != 0 ? 0b001 : 0,
                    _ => throw new ShellFault($"chmod: invalid mode: '{wanted}'"),
                };
            foreach (var shift in Shifts(who))
                mode = clause[at] switch
                {
                    '+' => mode | (bits << shift),
                    '-' => mode & ~(bits << shift),
                    _ => (mode & ~(0b111 << shift)) | (bits << shift),
                };
        }
        return mode;
    }

    private static IEnumerable<int> Shifts(string who) =>
        who.SelectMany(c =>
            c switch
            {
                'u' => (int[])[6],
                'g' => [3],
                'o' => [0],
                'a' => [6, 3, 0],
                _ => throw new ShellFault($"chmod: invalid mode: '{who}'"),
            }
        );
}
