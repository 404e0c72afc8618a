using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RunbookDsl.Testing;

/// <summary>Programs that read text and write text.</summary>
internal static class TextPrograms
{
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    public static HostProgram[] All { get; } =
    [
        new("echo", FilePrograms.No, EchoAsync),
        new("printf", FilePrograms.No, PrintfAsync),
        new("grep", FilePrograms.No, GrepAsync),
        new("egrep", FilePrograms.No, GrepAsync),
        new("head", FilePrograms.No, c => EndAsync(c, true)),
        new("tail", FilePrograms.No, c => EndAsync(c, false)),
        new("wc", FilePrograms.No, WcAsync),
        new("sort", FilePrograms.No, SortAsync),
        new("uniq", FilePrograms.No, UniqAsync),
        new("cut", FilePrograms.No, CutAsync),
        new("tr", FilePrograms.No, TrAsync),
        new("basename", FilePrograms.No, c => SayAsync(c, FileTree.NameOf(c.Operands[0].TrimEnd('/')))),
        new("dirname", FilePrograms.No, c => SayAsync(c, FileTree.ParentOf(c.Operands[0].TrimEnd('/')))),
        new("sed", a => a.Any(o => o.StartsWith("-i", StringComparison.Ordinal)), SedProgram.RunAsync),
        new("diff", FilePrograms.No, DiffAsync),
        new("cmp", FilePrograms.No, DiffAsync),
    ];

    /// <summary>A POSIX pattern as .NET reads it; bounded in time.</summary>
    public static Regex Pattern(string pattern, bool isExtended, bool isFixed, bool ignoresCase)
    {
        if (isFixed)
            pattern = Regex.Escape(pattern);
        else if (!isExtended)
            pattern = Basic(pattern);
        pattern = pattern
            .Replace("[[:space:]]", "\\s", StringComparison.Ordinal)
            .Replace("[[:digit:]]", "[0-9]", StringComparison.Ordinal);
        try
        {
            var options = ignoresCase ? RegexOptions.IgnoreCase : RegexOptions.None;
            return new Regex(pattern, options | RegexOptions.CultureInvariant, MatchLimit);
        }
        catch (ArgumentException)
        {
            throw new ShellFault($"the pattern '{pattern}' is not known here");
        }
    }

    // In basic patterns + ? | ( ) { } are plain and their escaped forms are not.
    private static string Basic(string pattern)
    {
        var text = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
                text.Append("+?|(){}".Contains(pattern[++i], StringComparison.Ordinal) ? "" : "\\")
                    .Append(pattern[i]);
            else
                text.Append("+?|(){}".Contains(pattern[i], StringComparison.Ordinal) ? "\\" : "")
                    .Append(pattern[i]);
        return text.ToString();
    }

    private static async Task<int> SayAsync(ProgramCall call, string text)
    {
        await call.SayAsync(text).ConfigureAwait(false);
        return 0;
    }

    private static async Task<int> EchoAsync(ProgramCall call)
    {
        var isBare = call.Arguments is ["-n", ..];
        var text = string.Join(' ', call.Arguments.Skip(isBare ? 1 : 0));
        await ShellRun.SayAsync(call.Streams.Out, isBare ? text : text + "\n").ConfigureAwait(false);
        return 0;
    }

    private static async Task<int> PrintfAsync(ProgramCall call)
    {
        if (call.Arguments is not [var format, .. var values])
            return await call.FailAsync("printf: usage: printf format [arg ...]", 2).ConfigureAwait(false);
        var text = new StringBuilder();
        var next = 0;
        do
        {
            for (var i = 0; i < format.Length; i++)
                if (format[i] == '\\' && i + 1 < format.Length)
                    text.Append(
                        format[++i] switch
                        {
                            'n' => '\n',
                            't' => '\t',
                            'r' => '\r',
                            var c => c,
                        }
                    );
                else if (format[i] == '%' && i + 1 < format.Length)
                    text.Append(format[++i] == '%' ? "%" : values.ElementAtOrDefault(next++) ?? "");
                else
                    text.Append(format[i]);
        } while (next > 0 && next < values.Length);
        await ShellRun.SayAsync(call.Streams.Out, text.ToString()).ConfigureAwait(false);
        return 0;
    }

    private static async Task<int> GrepAsync(ProgramCall call)
    {
        if (call.Operands is not [var pattern, .. var paths])
            return await call.FailAsync("Usage: grep [OPTION]... PATTERNS [FILE]...", 2)
                .ConfigureAwait(false);
        var isExtended = call.Has('E') || call.Has('P') || call.Name == "egrep";
        var wanted = Pattern(pattern, isExtended, call.Has('F'), call.Has('i'));
        var (count, isMissing) = (0, false);
        var most = Most(call.Arguments);
        foreach (var path in paths.DefaultIfEmpty("-"))
        {
            string text;
            try
            {
                text = await call.TextAsync([path]).ConfigureAwait(false);
            }
            catch (FileFault e)
            {
                isMissing = true;
                if (!call.Has('s'))
                    await call.FailAsync($"grep: {e.Message}").ConfigureAwait(false);
                continue;
            }
            var number = 0;
            foreach (var line in ProgramCall.Lines(text))
            {
                number++;
                if (count >= most)
                    break;
                var isFound = wanted.IsMatch(line) && (!call.Has('x') || wanted.Match(line).Value == line);
                if (isFound == call.Has('v'))
                    continue;
                count++;
                if (!call.Has('q') && !call.Has('c'))
                    await call.SayAsync(
                            call.Has('o') ? wanted.Match(line).Value
                            : paths.Length > 1 ? $"{path}:{line}"
                            : call.Has('n') ? $"{number}:{line}"
                            : line
                        )
                        .ConfigureAwait(false);
            }
        }
        if (call.Has('c'))
            await call.SayAsync(count.ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
        return isMissing && !(call.Has('q') && count > 0) ? 2
            : count > 0 ? 0
            : 1;
    }

    private static int Most(string[] arguments) =>
        arguments.FirstOrDefault(a => a.StartsWith("-m", StringComparison.Ordinal)) is { } word
        && int.TryParse(word[2..], CultureInfo.InvariantCulture, out var most)
            ? most
            : int.MaxValue;

    // head -c N, tail -c N, and tail -c +N: from the Nth byte on.
    private static async Task<int> BytesAsync(ProgramCall call, string count, string[] paths, bool isHead)
    {
        if (!int.TryParse(count.TrimStart('+', '-'), CultureInfo.InvariantCulture, out var number))
            return await call.UnknownAsync($"-c {count}", ["-c 10", "-c +10"]).ConfigureAwait(false);
        var all = paths.Length == 0 ? await call.InputAsync().ConfigureAwait(false) : call.Read(paths[0]);
        var most = Math.Min(number, all.Length);
        await call.WriteAsync(
                isHead ? all.AsMemory(0, most)
                : count[0] == '+' ? all.AsMemory(Math.Clamp(number - 1, 0, all.Length))
                : all.AsMemory(all.Length - most)
            )
            .ConfigureAwait(false);
        return 0;
    }

    private static async Task<int> EndAsync(ProgramCall call, bool isHead)
    {
        if (call.Arguments is ["-c", var bytes, .. var files])
            return await BytesAsync(call, bytes, [.. files.Where(f => f != "--")], isHead)
                .ConfigureAwait(false);
        var (count, paths) = (10, new List<string>());
        for (var i = 0; i < call.Arguments.Length; i++)
        {
            var word = call.Arguments[i];
            if (word == "-n" && i + 1 < call.Arguments.Length)
                word = "-" + call.Arguments[++i];
            if (word.StartsWith("-n", StringComparison.Ordinal))
                word = "-" + word[2..];
            if (word is ['-', >= '0' and <= '9', ..])
                count = int.Parse(word[1..], CultureInfo.InvariantCulture);
            else if (word is ['-', _, ..])
                return await call.UnknownAsync(word, ["-n"]).ConfigureAwait(false);
            else
                paths.Add(word);
        }
        var lines = ProgramCall.Lines(await call.TextAsync(paths).ConfigureAwait(false));
        foreach (var line in isHead ? lines.Take(count) : lines.TakeLast(count))
            await call.SayAsync(line).ConfigureAwait(false);
        return 0;
    }

    private static async Task<int> WcAsync(ProgramCall call)
    {
        var text = await call.TextAsync(call.Operands).ConfigureAwait(false);
        var (lines, bytes) = (text.Count(c => c == '\n'), Encoding.UTF8.GetByteCount(text));
        var words = text.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Length;
        var counts =
            call.Has('l') ? $"{lines}"
            : call.Has('c') ? $"{bytes}"
            : call.Has('w') ? $"{words}"
            : $"{lines} {words} {bytes}";
        return await SayAsync(call, call.Operands.Length > 0 ? $"{counts} {call.Operands[0]}" : counts)
            .ConfigureAwait(false);
    }

    private static async Task<int> SortAsync(ProgramCall call)
    {
        IEnumerable<string> lines = ProgramCall.Lines(
            await call.TextAsync(call.Operands).ConfigureAwait(false)
        );
        lines = call.Has('n')
            ? lines.OrderBy(l =>
                double.TryParse(l.Split(' ', '\t')[0], CultureInfo.InvariantCulture, out var n) ? n : 0
            )
            : lines.Order(StringComparer.Ordinal);
        lines = call.Has('u') ? lines.Distinct() : lines;
        foreach (var line in call.Has('r') ? lines.Reverse() : lines)
            await call.SayAsync(line).ConfigureAwait(false);
        return 0;
    }

    private static async Task<int> UniqAsync(ProgramCall call)
    {
        string? last = null;
        foreach (var line in ProgramCall.Lines(await call.TextAsync(call.Operands).ConfigureAwait(false)))
        {
            if (line != last)
                await call.SayAsync(line).ConfigureAwait(false);
            last = line;
        }
        return 0;
    }

    private static async Task<int> CutAsync(ProgramCall call)
    {
        var text = string.Join(' ', call.Arguments);
        var delimiter = Regex.Match(text, "-d ?(.)") is { Success: true } d ? d.Groups[1].Value[0] : '\t';
        if (Regex.Match(text, "-c ?1-([0-9]+)") is { Success: true } c)
        {
            var most = int.Parse(c.Groups[1].Value, CultureInfo.InvariantCulture);
            foreach (var line in ProgramCall.Lines(await call.TextAsync([]).ConfigureAwait(false)))
                await call.SayAsync(line[..Math.Min(most, line.Length)]).ConfigureAwait(false);
            return 0;
        }
        if (Regex.Match(text, "-f ?([0-9]+)(-?)") is not { Success: true } f)
            return await call.UnknownAsync(text, ["-d: -f1"]).ConfigureAwait(false);
        var field = int.Parse(f.Groups[1].Value, CultureInfo.InvariantCulture);
        foreach (var line in ProgramCall.Lines(await call.TextAsync([]).ConfigureAwait(false)))
        {
            var fields = line.Split(delimiter);
            var rest = f.Groups[2].Length > 0 ? string.Join(delimiter, fields.Skip(field - 1)) : null;
            await call.SayAsync(
                    fields.Length == 1 ? line : rest ?? fields.ElementAtOrDefault(field - 1) ?? ""
                )
                .ConfigureAwait(false);
        }
        return 0;
    }

    private static async Task<int> TrAsync(ProgramCall call)
    {
        var text = await call.TextAsync([]).ConfigureAwait(false);
        string Set(string s) =>
            s.Replace("\\n", "\n", StringComparison.Ordinal)
                .Replace("a-z", "abcdefghijklmnopqrstuvwxyz", StringComparison.Ordinal)
                .Replace("A-Z", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", StringComparison.Ordinal);
        var from = Set(call.Operands[0]);
        var to = call.Operands.Length > 1 ? Set(call.Operands[1]) : "";
        if (!call.Has('d') && to.Length == 0)
            return await call.FailAsync("tr: missing operand").ConfigureAwait(false);
        var changed = new StringBuilder();
        foreach (var c in text)
            if (from.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at)
                changed.Append(call.Has('d') ? "" : to[Math.Min(at, to.Length - 1)].ToString());
            else
                changed.Append(c);
        await ShellRun.SayAsync(call.Streams.Out, changed.ToString()).ConfigureAwait(false);
        return 0;
    }

    private static async Task<int> DiffAsync(ProgramCall call)
    {
        if (call.Operands is not [var left, var right])
            return await call.FailAsync($"{call.Name}: missing operand", 2).ConfigureAwait(false);
        if (call.Read(left).AsSpan().SequenceEqual(call.Read(right)))
            return 0;
        if (!call.Has('s') || call.Name == "diff")
            await call.SayAsync(
                    call.Name == "cmp" ? $"{left} {right} differ" : $"Files {left} and {right} differ"
                )
                .ConfigureAwait(false);
        return 1;
    }
}
