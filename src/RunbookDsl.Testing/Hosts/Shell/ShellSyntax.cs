using System.Collections.Immutable;

namespace RunbookDsl.Testing;

/// <summary>A script that was read: what the shell of a scripted machine carries out.</summary>
internal abstract record ShellSyntax;

/// <summary>Commands one after the other; each with what has to be true of the one before.</summary>
internal sealed record ShellList(ImmutableArray<ShellItem> Items) : ShellSyntax;

/// <summary>One item of a list.</summary>
/// <param name="After"><c>;</c>, <c>&amp;&amp;</c> or <c>||</c>: what stands before it.</param>
/// <param name="Command">What is carried out.</param>
internal sealed record ShellItem(string After, ShellSyntax Command);

/// <summary>Commands whose output is the next one's input.</summary>
internal sealed record ShellPipeline(ImmutableArray<ShellSyntax> Commands, bool IsNegated) : ShellSyntax;

/// <summary>Assignments, a program with its arguments, redirections.</summary>
internal sealed record ShellSimple(
    ImmutableArray<KeyValuePair<string, ShellWord>> Assignments,
    ImmutableArray<ShellWord> Words,
    ImmutableArray<ShellRedirect> Redirects
) : ShellSyntax;

/// <summary><c>( list )</c> or <c>{ list; }</c>.</summary>
internal sealed record ShellGroup(ShellList Body, bool IsApart, ImmutableArray<ShellRedirect> Redirects)
    : ShellSyntax;

/// <summary><c>if</c>; a part without a condition is the <c>else</c>.</summary>
internal sealed record ShellIf(ImmutableArray<(ShellList? Condition, ShellList Body)> Parts) : ShellSyntax;

/// <summary><c>for</c>.</summary>
internal sealed record ShellFor(string Name, ImmutableArray<ShellWord> Words, ShellList Body) : ShellSyntax;

/// <summary><c>while</c> and <c>until</c>.</summary>
internal sealed record ShellWhile(ShellList Condition, ShellList Body, bool IsUntil) : ShellSyntax;

/// <summary>A redirection.</summary>
/// <param name="Descriptor">0, 1 or 2.</param>
/// <param name="Operator"><c>&gt;</c>, <c>&gt;&gt;</c>, <c>&lt;</c>, <c>&gt;&amp;</c> or
/// <c>&lt;&lt;</c>.</param>
/// <param name="Word">The file, the other descriptor, or the text itself.</param>
internal sealed record ShellRedirect(int Descriptor, string Operator, ShellWord Word);

/// <summary>A word before it is expanded.</summary>
internal sealed record ShellWord(ImmutableArray<ShellPart> Parts)
{
    /// <summary>The word as it is when nothing in it has to be expanded; else null.</summary>
    public string? Known =>
        Parts.All(p => p is ShellText) ? string.Concat(Parts.Select(p => ((ShellText)p).Text)) : null;

    public static ShellWord Of(string text) => new([new ShellText(text, true)]);
}

/// <summary>A part of a word.</summary>
internal abstract record ShellPart(bool IsQuoted);

/// <summary>Text as it is.</summary>
internal sealed record ShellText(string Text, bool IsQuoted) : ShellPart(IsQuoted);

/// <summary><c>$NAME</c>, <c>${NAME:-word}</c>.</summary>
internal sealed record ShellVariable(string Name, string Operator, ShellWord? Word, bool IsQuoted)
    : ShellPart(IsQuoted);

/// <summary><c>$(list)</c>.</summary>
internal sealed record ShellSubstitution(ShellList Body, bool IsQuoted) : ShellPart(IsQuoted);
