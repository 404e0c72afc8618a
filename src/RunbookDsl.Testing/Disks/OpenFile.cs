namespace RunbookDsl.Testing;

/// <summary>An open file of one process.</summary>
internal sealed class OpenFile(SimulatedNode node, string path)
{
    internal SimulatedNode Node => node;

    /// <summary>As it was opened, for messages.</summary>
    internal string Path => path;

    internal void Release()
    {
        if (node.Locked == this)
            node.Locked = null;
        if (node.RangeLocked == this)
            node.RangeLocked = null;
    }
}
