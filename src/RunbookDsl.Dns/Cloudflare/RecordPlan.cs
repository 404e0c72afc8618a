namespace RunbookDsl.Dns;

/// <summary>One edit against what is there.</summary>
/// <param name="Edit">What is wanted.</param>
/// <param name="Now">The record that it is about; null when there is none.</param>
/// <param name="Conflict">Why nothing may be done; null when it may.</param>
internal sealed record RecordPlan(RecordEdit Edit, FoundRecord? Now, string? Conflict = null)
{
    /// <summary>What has to be there at the end; null for nothing.</summary>
    public RecordValues? Wanted =>
        Edit.Kind == EditKind.Remove ? null
        : Now is not null ? Now.Values.With(Edit)
        : new RecordValues(Edit.Content ?? "", RecordValues.Automatic, false).With(Edit);

    public bool IsDone =>
        Conflict is null
        && (
            Edit.Kind == EditKind.Remove
                ? Now is null
                : Now is not null && Now.Values.IsSame(Edit.Type, Wanted!)
        );

    /// <summary>What has to be done; only of a plan that is not done.</summary>
    public RecordWrite Write =>
        Edit.Kind switch
        {
            EditKind.Remove => RecordWrite.Remove(Now!.Id),
            EditKind.Add => RecordWrite.Add(Edit, Wanted!),
            _ => RecordWrite.Set(Now!.Id, Wanted!, Edit),
        };

    /// <summary><c>A app.shop.example is 192.0.2.1 ttl 300</c>.</summary>
    public string Seen => $"{Edit.Key} is {Now?.Values.ToString() ?? "not there"}";

    /// <summary>Finds the record of an edit among those of its name.</summary>
    public static RecordPlan Of(RecordEdit edit, IReadOnlyList<FoundRecord> ofName)
    {
        var twins = ofName.Where(r => r.Type == edit.Type).ToArray();
        if (edit.Kind == EditKind.Add)
            return new(
                edit,
                twins.FirstOrDefault(r => NameText.IsSame(edit.Type, r.Values.Content, edit.Content!))
            );
        var expected = edit.Expected is { } old ? twins.Where(Says(edit, old)).ToArray() : [];
        // Named by what it says: there may be others, and one that says something else is another.
        if (edit.Kind == EditKind.Remove)
            return new(edit, expected.FirstOrDefault());
        var done = edit.Content is { } content ? twins.Where(Says(edit, content)).ToArray() : [];
        if (expected.Length == 1)
            return new(edit, expected[0]);
        if (done.Length == 1)
            return new(edit, done[0]);
        if (twins.Length == 0)
            return new(edit, null, $"there is no record {edit.Key}{Others(edit, ofName)}");
        if (edit.Expected is not null && twins.Length == 1)
            return new(
                edit,
                null,
                $"{Told(twins)}; expected {edit.Expected} or {edit.Content}: somebody else changed it"
            );
        return twins.Length == 1
            ? new(edit, twins[0])
            : new(edit, null, $"{Told(twins)}: say which one with .PointTo(…, expecting: \"…\")");
    }

    private static Func<FoundRecord, bool> Says(RecordEdit edit, string value) =>
        r => NameText.IsSame(edit.Type, r.Values.Content, value);

    private static string Told(FoundRecord[] twins) =>
        $"{twins[0].Type} {twins[0].Name} is {string.Join(" and ", twins.Select(t => t.Values.Content))}";

    private static string Others(RecordEdit edit, IReadOnlyList<FoundRecord> ofName) =>
        ofName.Count == 0
            ? ""
            : $"; {edit.Name} has {string.Join(", ", ofName.Select(r => $"{r.Type} {r.Values.Content}").Take(5))}";
}
