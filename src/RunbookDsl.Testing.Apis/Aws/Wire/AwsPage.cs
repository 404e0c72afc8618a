using System.Globalization;
using System.Text;

namespace RunbookDsl.Testing.Apis;

/// <summary>One page of a list that a service gives in parts.</summary>
/// <param name="Items">What stands on it.</param>
/// <param name="Next">The word that gives the next page; null on the last.</param>
internal sealed record AwsPage<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>The page that was asked for.</summary>
    /// <param name="all">The whole list.</param>
    /// <param name="size">Things on a page.</param>
    /// <param name="token">The word of the page before; null for the first page.</param>
    /// <param name="list">Name of the list: a word is good for this list only.</param>
    /// <param name="wrong">Makes the error of a word that is none.</param>
    public static AwsPage<T> Of(
        IReadOnlyList<T> all,
        int size,
        string? token,
        string list,
        Func<AwsErrorException> wrong
    )
    {
        var start = token is null ? 0 : Start(token, list) ?? throw wrong();
        if (start > all.Count)
            throw wrong();
        var end = Math.Min(all.Count, start + size);
        return new([.. all.Skip(start).Take(size)], end < all.Count ? Word(list, end) : null);
    }

    private static string Word(string list, int start) =>
        Convert.ToBase64String(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{list}/{start}"))
        );

    private static int? Start(string token, string list)
    {
        var bytes = new byte[token.Length];
        if (!Convert.TryFromBase64String(token, bytes, out var length))
            return null;
        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split('/');
        return
            parts.Length == 2
            && parts[0] == list
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? start
            : null;
    }
}
