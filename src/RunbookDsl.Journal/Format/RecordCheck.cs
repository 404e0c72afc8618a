namespace RunbookDsl.Journal;

/// <summary>Refuses a record that would not come back as the one line it went in as.</summary>
internal static class RecordCheck
{
    internal static void Check(JournalRecord record)
    {
        if (!IsName(record.Type))
            throw new ArgumentException($"'{record.Type}' is no record type; expected letters a-z and dots.");
        if (record.Seq != 0)
            throw new ArgumentException(
                $"Record {record.Seq} ({record.Type}) is in a journal already; append a new one."
            );
        if (!record.Body.IsEmpty && !IsOneObject(record.Body.Span))
            throw new ArgumentException(
                $"The body of a {record.Type} record is not one JSON object on one line; nothing was "
                    + $"journaled."
            );
    }

    private static bool IsName(string type)
    {
        foreach (var c in type)
        {
            if (!char.IsAsciiLetterLower(c) && c != '.')
                return false;
        }
        return type.Length > 0;
    }

    // Structure only, on purpose: a JSON reader here would cost every cached start its assembly.
    internal static bool IsOneObject(ReadOnlySpan<byte> body)
    {
        var depth = 0;
        var inText = false;
        for (var i = 0; i < body.Length; i++)
        {
            var c = body[i];
            if (c < 32)
                return false;
            if (inText)
            {
                if (c == '\\')
                    i++;
                else if (c == '"')
                    inText = false;
                continue;
            }
            if (c == '"')
                inText = true;
            else if (c is (byte)'{' or (byte)'[')
                depth++;
            else if (c is (byte)'}' or (byte)']')
                depth--;
            if (depth == 0)
                return c == '}' && i == body.Length - 1;
        }
        return false;
    }
}
