namespace RunbookDsl.Testing;

/// <summary><c>test</c>.</summary>
internal static class FileTest
{
    public static int Run(ProgramCall call, string[] words) =>
        words switch
        {
            [] => 1,
            ["!", .. var rest] => Run(call, rest) == 0 ? 1 : 0,
            [var one] => one.Length > 0 ? 0 : 1,
            ["-n", var text] => text.Length > 0 ? 0 : 1,
            ["-z", var text] => text.Length == 0 ? 0 : 1,
            [['-', var letter], var path] => Is(call, letter, path) ? 0 : 1,
            [var left, var sign, var right] => Compare(left, sign, right) ? 0 : 1,
            _ => Joined(call, words),
        };

    private static int Joined(ProgramCall call, string[] words)
    {
        var or = words.ToList().IndexOf("-o");
        var at = or > 0 ? or : words.ToList().IndexOf("-a");
        if (at <= 0)
            throw new ShellFault($"test: {string.Join(' ', words)} is not known here");
        var left = Run(call, [.. words.Take(at)]) == 0;
        var right = Run(call, [.. words.Skip(at + 1)]) == 0;
        return (or > 0 ? left || right : left && right) ? 0 : 1;
    }

    private static bool Is(ProgramCall call, char letter, string path)
    {
        var full = call.Full(path);
        if (letter is 'L' or 'h')
            return call.Files.Find(full, false) is { Kind: FileNodeKind.Link };
        var node = call.Files.Find(full);
        return letter switch
        {
            'e' => node is not null,
            'f' => node is { Kind: FileNodeKind.File },
            'd' => node is { Kind: FileNodeKind.Folder },
            's' => node is { Content.Length: > 0 },
            'r' => node is not null && FileTree.Allows(node, 0b100, call.User),
            'w' => node is not null && FileTree.Allows(node, 0b010, call.User),
            'x' => node is not null
                && FileTree.Allows(node, 0b001, call.User)
                && (node.Mode & 0b001_001_001) != 0,
            _ => throw new ShellFault($"test -{letter} is not known here"),
        };
    }

    private static bool Compare(string left, string sign, string right)
    {
        if (sign is "=" or "==")
            return left == right;
        if (sign == "!=")
            return left != right;
        if (!long.TryParse(left, out var a) || !long.TryParse(right, out var b))
            throw new ShellFault($"test: Illegal number: {left} {sign} {right}");
        return sign switch
        {
            "-eq" => a == b,
            "-ne" => a != b,
            "-lt" => a < b,
            "-le" => a <= b,
            "-gt" => a > b,
            "-ge" => a >= b,
            _ => throw new ShellFault($"test {sign} is not known here"),
        };
    }
}
