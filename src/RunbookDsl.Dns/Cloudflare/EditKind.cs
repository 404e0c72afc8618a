namespace RunbookDsl.Dns;

/// <summary>What happens to a record.</summary>
public enum EditKind
{
    /// <summary>It is there and gets other values.</summary>
    Set,

    /// <summary>It is not there and is made.</summary>
    Add,

    /// <summary>It is taken away.</summary>
    Remove,
}
