namespace RunbookDsl.Testing;

/// <summary>
/// What one connection has changed and not committed. A change counts as applied when the server has
/// committed it: at once outside a transaction block, at COMMIT inside one, never after a rollback or when
/// the connection breaks before.
/// </summary>
internal sealed class OpenTransaction
{
    private readonly List<(StatementCall Call, string Tag)> _done = [];
    private readonly List<(string Name, int Count)> _savepoints = [];
    private volatile bool _hasChanges;
    private bool _isBlock;

    /// <summary>Whether a COMMIT now would make something last.</summary>
    public bool HasChanges => _hasChanges;

    /// <summary>A statement that changes something is sent.</summary>
    public void Begin() => _hasChanges = true;

    /// <summary>The server has carried out a statement.</summary>
    public void Done(StatementCall call, string tag)
    {
        if (tag is "BEGIN" or "START TRANSACTION")
            _isBlock = true;
        else if (tag is "COMMIT" or "PREPARE TRANSACTION")
            Commit(call, tag);
        else if (tag == "ROLLBACK")
            RollBack(call.Statement);
        else if (tag == "SAVEPOINT")
            _savepoints.Add((call.Statement.Subject, _done.Count));
        else if (call.Statement.IsChange)
            _done.Add((call, tag));
    }

    /// <summary>A statement has failed: outside a block it takes its whole group with it.</summary>
    public void Failed()
    {
        if (!_isBlock)
            Clear();
    }

    /// <summary>The server is ready; <paramref name="state"/> is <c>I</c>, <c>T</c> or <c>E</c>.</summary>
    public void Ready(char state)
    {
        _isBlock = state != 'I';
        if (!_isBlock)
            Apply();
    }

    private void Commit(StatementCall call, string tag)
    {
        if (_done.Count > 0)
            _done.Add((call, tag));
        Apply();
        _isBlock = false;
    }

    private void RollBack(SqlShape statement)
    {
        var mark =
            statement.Operation == "rollback to"
                ? _savepoints.FindLastIndex(s => s.Name == statement.Subject)
                : -1;
        if (mark < 0)
        {
            Clear();
            _isBlock = false;
            return;
        }
        _done.RemoveRange(_savepoints[mark].Count, _done.Count - _savepoints[mark].Count);
        _savepoints.RemoveRange(mark + 1, _savepoints.Count - mark - 1);
    }

    private void Apply()
    {
        foreach (var (call, tag) in _done)
            call.Apply(tag);
        Clear();
    }

    private void Clear()
    {
        _done.Clear();
        _savepoints.Clear();
        _hasChanges = false;
    }
}
