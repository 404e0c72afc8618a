using System.Runtime.CompilerServices;

namespace RunbookDsl;

/// <content>Blocks: loops, branches side by side, included runbooks.</content>
public static partial class Verbs
{
    /// <summary>
    /// The same steps for each item, one item after the other. Their ids end in <c>[key]</c>, so that adding
    /// an item never renames the others.
    /// </summary>
    /// <param name="items">Known while planning.</param>
    /// <param name="key">Short, stable and unique.</param>
    /// <param name="body">Writes the steps of one item.</param>
    /// <param name="file">The script; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public static void ForEach<TItem>(
        IEnumerable<TItem> items,
        Func<TItem, string> key,
        Action<TItem> body,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        var session = AuthoringSession.Current;
        var where = new SourceLocation(file, line, "ForEach");
        var seen = new HashSet<string>();
        foreach (var item in items)
        {
            var name = key(item);
            if (string.IsNullOrWhiteSpace(name))
                session.Report(
                    "RB0106",
                    "an item of this ForEach has an empty key: give each a short, stable one.",
                    where
                );
            else if (!seen.Add(name))
                session.Report(
                    "RB0107",
                    $"two items of this ForEach have the key '{name}': keys must be unique.",
                    where
                );
            session.InGroup(PlanNode.Sequence(), session.CurrentScope.Keyed(name ?? ""), () => body(item));
        }
    }

    /// <summary>The same steps for each of these names, one after the other; the name is the key.</summary>
    public static void ForEach(
        IEnumerable<string> names,
        Action<string> body,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => ForEach(names, name => name, body, file, line);

    /// <summary>Refused: a loop needs keys, because positions change. Reported with the place.</summary>
    public static void ForEach<TItem>(
        IEnumerable<TItem> items,
        Action<TItem> body,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        AuthoringSession.Current.Report(
            "RB0106",
            $"ForEach over {typeof(TItem).Name} needs a key: write ForEach(items, x => x.Name, x => …).",
            new(file, line, "ForEach")
        );
        var position = 0;
        ForEach(items, _ => $"{++position}", body, file, line);
    }

    /// <summary>
    /// Steps side by side: each step (or loop turn, or <see cref="Sequence"/>) in the block is a branch of
    /// its own. What follows waits for all of them. When a step fails, no other step is begun, in no branch;
    /// steps at work in the other branches are not cancelled: they end, and are verified, and their outcomes
    /// are journaled. Then the run is held with the worst of what happened, a doubt before a failure. A
    /// resume goes on in each branch where that one stands.
    /// </summary>
    /// <param name="branches">Writes the branches.</param>
    /// <param name="atMost">Most branches at once; 0 is as many as there are, up to the engine's
    /// limit.</param>
    public static void Parallel(Action branches, int atMost = 0) =>
        AuthoringSession.Current.InGroup(PlanNode.Parallel(atMost), null, branches);

    /// <summary>
    /// Several steps, one after the other, as one branch of a <see cref="Parallel"/> block.
    /// </summary>
    public static void Sequence(Action steps) =>
        AuthoringSession.Current.InGroup(PlanNode.Sequence(), null, steps);

    /// <summary>
    /// The steps of another runbook at this place, with <c>name/</c> before their ids. It shares parameters
    /// by name; its header is ignored.
    /// </summary>
    /// <param name="path">The file, relative to this one; <c>.csx</c> may be left out.</param>
    /// <param name="file">The script; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public static void Include(
        string path,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        var session = AuthoringSession.Current;
        var where = new SourceLocation(file, line, "Include", path);
        var name = path.EndsWith(".csx", StringComparison.Ordinal) ? path : path + ".csx";
        var full = Path.GetFullPath(
            name,
            Path.GetDirectoryName(file) is { Length: > 0 } folder ? folder : "/"
        );
        var scope = session.CurrentScope.Included(Slug.Of(Path.GetFileNameWithoutExtension(full)));
        if (session.Inputs.Includes is not { } source)
            session.Report(
                "RB0118",
                $"\"{path}\" cannot be included here: this host reads single files only.",
                where
            );
        else
            session.InGroup(
                PlanNode.Sequence(),
                scope,
                () => session.Read(source.IncludeAsync(full), path, where)
            );
    }
}
