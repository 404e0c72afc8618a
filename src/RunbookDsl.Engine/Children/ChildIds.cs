using System.Text;

namespace RunbookDsl.Engine;

/// <summary>
/// Ids of child runs: the parent's and four characters more, made of the step alone. So a child is found even
/// where the line that names it was lost.
/// </summary>
internal static class ChildIds
{
    private const string Alphabet = "23456789bcdfghjkmnpqrstvwxz";
    private const int Tail = 4;

    /// <param name="parent">The parent's id.</param>
    /// <param name="step">The parent's step.</param>
    /// <param name="round">How often the step was taken back: each round has a child of its own.</param>
    /// <param name="number">From 0; the next where another run has that id or this one is settled.</param>
    public static string Of(string parent, string step, int round, int number)
    {
        Span<byte> digest = stackalloc byte[ContentHash.Size];
        ContentHash.Sha256(Encoding.UTF8.GetBytes($"{step}\n{round}\n{number}"), digest);
        Span<char> tail = stackalloc char[Tail];
        for (var i = 0; i < Tail; i++)
            tail[i] = Alphabet[digest[i] % Alphabet.Length];
        return string.Concat(parent, "-", tail);
    }
}
