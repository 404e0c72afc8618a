namespace RunbookDsl;

/// <summary>A value the operator gives with <c>-p name=value</c>: named, described, typed.</summary>
public abstract class Parameter
{
    private protected Parameter(string name, string description, SourceLocation declaredAt) =>
        (Name, Description, DeclaredAt) = (name, description, declaredAt);

    /// <summary>The name on the command line.</summary>
    public string Name { get; }

    /// <summary>What it is for, in words.</summary>
    public string Description { get; }

    /// <summary>Where it is declared.</summary>
    public SourceLocation DeclaredAt { get; }

    /// <summary>What values look like: <c>string</c>, <c>int</c>, <c>one of a, b</c>.</summary>
    public abstract string TypeText { get; }

    /// <summary>Whether a run needs it given.</summary>
    public abstract bool IsRequired { get; }

    /// <summary>The value in use as text; null while there is none.</summary>
    public abstract string? ValueText { get; }

    /// <summary>Checks the value in use and reports what is wrong with it.</summary>
    internal abstract void Validate(AuthoringSession session);
}
