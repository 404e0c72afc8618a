using System.Text;

namespace RunbookDsl.Documents;

/// <summary>
/// A runbook of manual steps made of a checklist in Markdown. The same text makes the same runbook.
/// </summary>
/// <param name="Title">Its title.</param>
/// <param name="Script">The script, ending in a line feed.</param>
/// <param name="Steps">How many steps it has.</param>
public sealed record ImportedRunbook(string Title, string Script, int Steps)
{
    /// <summary>Most bytes of a checklist.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>Most steps that are made of one.</summary>
    public const int MostSteps = 2000;

    /// <summary>Makes a runbook of a file. Every item of a list and every piece of code is a step.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="shown">The path in messages and in the script.</param>
    /// <exception cref="DocumentException">
    /// It cannot be read, is too large, or has nothing to do in it.
    /// </exception>
    public static ImportedRunbook Read(string path, string shown)
    {
        try
        {
            using var file = File.OpenRead(path);
            var content = new byte[MostBytes + 1];
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            if (length > MostBytes)
                throw new DocumentException($"{shown} is larger than 1 MiB: import a part of it.");
            return Of(new UTF8Encoding(false, true).GetString(content, 0, length), shown);
        }
        catch (DecoderFallbackException)
        {
            throw new DocumentException($"{shown} is not text in UTF-8: convert it first.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DocumentException($"{shown} cannot be read: {e.Message}");
        }
    }

    /// <summary>Makes a runbook of a text.</summary>
    /// <param name="markdown">The checklist.</param>
    /// <param name="shown">What it is called in messages and in the script.</param>
    /// <exception cref="DocumentException">There is nothing to do in it, or too much.</exception>
    public static ImportedRunbook Of(string markdown, string shown)
    {
        var checklist = Checklist.Read(markdown);
        var steps = checklist.Parts.OfType<ChecklistPart.Item>().Count();
        if (steps == 0)
            throw new DocumentException(
                $"{shown} has nothing to do in it: no item of a list, no box to tick, no command."
            );
        if (steps > MostSteps)
            throw new DocumentException(
                $"{shown} has {steps} items; {MostSteps} are the most: import a part of it."
            );
        var source = SourceLines.Normal(shown).Replace('\n', ' ');
        var title = checklist.Title ?? Path.GetFileNameWithoutExtension(source);
        return new(title, ChecklistScript.Of(checklist, title, source), steps);
    }
}
