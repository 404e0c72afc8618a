using System.Text;

namespace RunbookDsl.Testing;

/// <summary>Names of the code as words.</summary>
internal static class Words
{
    /// <summary><c>RolledBack</c> as <c>rolled back</c>.</summary>
    public static string Of(Enum value)
    {
        var words = new StringBuilder();
        foreach (var c in $"{value}")
        {
            if (char.IsUpper(c) && words.Length > 0)
                words.Append(' ');
            words.Append(char.ToLowerInvariant(c));
        }
        return words.ToString();
    }
}
