namespace RunbookDsl.Engine;

/// <summary>
/// Masks secret values in every text that leaves a run. Knows a value from the moment it is revealed; before
/// that no operation can have used it.
/// </summary>
internal sealed class Redactor
{
    // Shorter values would mask half of every message without hiding anything.
    private const int Shortest = 4;
    private const int ShortestEncoded = 6;
    private readonly Lock _gate = new();
    private volatile (string Value, string Mask)[] _masks = [];

    public void Add(string value, string name)
    {
        Remember(value, $"{{secret:{name}}}");
        foreach (var line in value.Split('\n', StringSplitOptions.TrimEntries))
            Remember(line, $"{{secret:{name}}}");
    }

    public string Mask(string text)
    {
        foreach (var (value, mask) in _masks)
            text = text.Replace(value, mask, StringComparison.Ordinal);
        return text;
    }

    public IReadOnlyList<string> Mask(IReadOnlyList<string> texts)
    {
        if (IsEmpty || texts.Count == 0)
            return texts;
        var masked = new string[texts.Count];
        for (var i = 0; i < masked.Length; i++)
            masked[i] = Mask(texts[i]);
        return masked;
    }

    public bool IsEmpty => _masks.Length == 0;

    private void Remember(string value, string mask)
    {
        if (value.Length < Shortest)
            return;
        lock (_gate)
        {
            var masks = new List<(string, string)>(_masks);
            foreach (var form in Forms(value))
                if (!masks.Exists(m => m.Item1 == form))
                    masks.Add((form, mask));
            // Longest first: a secret that contains another one is masked as a whole.
            masks.Sort((a, b) => b.Item1.Length.CompareTo(a.Item1.Length));
            _masks = [.. masks];
        }
    }

    private static IEnumerable<string> Forms(string value)
    {
        yield return value;
        foreach (var form in SecretForms.Escaped(value))
            yield return form;
        foreach (var form in SecretForms.Encoded(value))
            if (form.Length >= ShortestEncoded)
                yield return form;
    }
}
