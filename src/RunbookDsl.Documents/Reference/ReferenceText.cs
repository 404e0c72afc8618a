using System.Text;

namespace RunbookDsl.Documents;

/// <summary>The reference as a terminal shows it.</summary>
public static class ReferenceText
{
    private const int NameColumn = 34;

    /// <summary>All words and operations by class, a line each, and the names of all other types.</summary>
    /// <param name="reference">What is told.</param>
    /// <param name="columns">Width of the terminal.</param>
    public static string All(Reference reference, int columns)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var text = new StringBuilder();
        foreach (var found in reference.Classes)
            if (found.Kind is ReferenceKind.Words or ReferenceKind.Operations)
                Class(text, found, columns);
        text.Append("Settings of operations\n\n");
        text.Append(Names(reference, ReferenceKind.Settings, columns));
        text.Append("\nOther types\n\n");
        text.Append(Names(reference, ReferenceKind.Value, columns));
        text.Append("\n`runbook docs NAME` shows one: a class such as Pg, an operation such as Pg.Dump.\n");
        return text.ToString();
    }

    /// <summary>One class: what is said about it, then its members, a line each.</summary>
    /// <param name="found">The class.</param>
    /// <param name="columns">Width of the terminal.</param>
    public static string Of(ReferenceClass found, int columns)
    {
        ArgumentNullException.ThrowIfNull(found);
        var text = new StringBuilder();
        text.Append(found.Name).Append("  [").Append(found.Package).Append("]\n\n");
        if (found.Declaration.Length > 0)
            text.Append(TerminalText.Code(found.Declaration)).Append('\n');
        if (found.Text.Length > 0)
            text.Append(TerminalText.Of(found.Text, columns)).Append('\n');
        Lines(text, found, columns);
        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>Overloads of one name with all that is said about them.</summary>
    /// <param name="members">The overloads.</param>
    /// <param name="reference">Where the settings of an operation are looked up.</param>
    /// <param name="columns">Width of the terminal.</param>
    public static string Of(IReadOnlyList<ReferenceMember> members, Reference reference, int columns)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(reference);
        var text = new StringBuilder();
        foreach (var same in members.GroupBy(m => (m.FullName, m.Text)))
        {
            text.Append(same.Key.FullName).Append("\n\n");
            foreach (var overload in same)
                text.Append(TerminalText.Code(overload.Signature));
            text.Append('\n').Append(TerminalText.Of(same.Key.Text, columns));
            if (
                same.First().Makes is { } made
                && reference.FindClass(made) is { Members.Count: > 0 } settings
            )
            {
                text.Append("\nSettings and facts of ").Append(made).Append(":\n\n");
                Lines(text, settings, columns);
            }
            text.Append('\n');
        }
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Class(StringBuilder text, ReferenceClass found, int columns)
    {
        var title = found.Name == Reference.WordsClass ? "Words" : found.Name;
        var said = found.Short.Length > 0 ? $"{title}: {found.Short}" : title;
        text.Append(Sentences.Cut(said, columns)).Append("\n\n");
        Lines(text, found, columns);
        text.Append('\n');
    }

    private static void Lines(StringBuilder text, ReferenceClass found, int columns)
    {
        foreach (var same in found.Members.GroupBy(m => m.FullName))
        {
            var effect = same.First().Effect is { } said ? $"[{said}] " : "";
            var name = $"  {same.Key}";
            var line = name.PadRight(NameColumn - 1) + " " + effect + Sentences.First(same.First().Summary);
            text.Append(Sentences.Cut(line, columns).TrimEnd()).Append('\n');
        }
    }

    private static string Names(Reference reference, ReferenceKind kind, int columns) =>
        TerminalText.Of(
            string.Join(", ", reference.Classes.Where(c => c.Kind == kind).Select(c => c.Name)),
            columns
        );
}
