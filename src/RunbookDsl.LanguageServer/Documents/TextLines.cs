using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Text;

namespace RunbookDsl.LanguageServer;

/// <summary>
/// Lines as the protocol counts them: they end with LF, CR LF or CR alone. The compiler also ends a line at
/// three rarer characters, so its own line numbers are never given to a client.
/// </summary>
internal sealed class TextLines
{
    private static readonly ConditionalWeakTable<SourceText, TextLines> Known = [];
    private readonly SourceText _text;
    private readonly int[] _starts;

    private TextLines(SourceText text)
    {
        _text = text;
        var starts = new List<int> { 0 };
        var length = text.Length;
        var part = new char[4096];
        var wasReturn = false;
        for (var from = 0; from < length; from += part.Length)
        {
            var count = Math.Min(part.Length, length - from);
            text.CopyTo(from, part, 0, count);
            for (var i = 0; i < count; i++)
            {
                if (wasReturn && part[i] != '\n')
                    starts.Add(from + i);
                wasReturn = part[i] == '\r';
                if (part[i] == '\n')
                    starts.Add(from + i + 1);
            }
        }
        if (wasReturn)
            starts.Add(length);
        _starts = [.. starts];
    }

    public static TextLines Of(SourceText text) => Known.GetValue(text, t => new TextLines(t));

    public int Count => _starts.Length;

    /// <summary>Where a position is; one beyond the text or its line is the end of that.</summary>
    public int OffsetOf(long line, long character)
    {
        if (line < 0 || character < 0)
            return line < 0 ? 0 : OffsetOf(line, 0);
        if (line >= _starts.Length)
            return _text.Length;
        var start = _starts[line];
        return (int)Math.Min(start + character, EndOf((int)line));
    }

    public (int Line, int Character) PositionOf(int offset)
    {
        offset = Math.Clamp(offset, 0, _text.Length);
        var found = Array.BinarySearch(_starts, offset);
        var line = found >= 0 ? found : ~found - 1;
        return (line, offset - _starts[line]);
    }

    public int StartOf(int line) => _starts[line];

    /// <summary>Behind the last character of a line, before what ends it.</summary>
    public int EndOf(int line)
    {
        if (line + 1 >= _starts.Length)
            return _text.Length;
        var end = _starts[line + 1];
        while (end > _starts[line] && _text[end - 1] is '\n' or '\r')
            end--;
        return end;
    }
}
