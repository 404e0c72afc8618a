namespace RunbookDsl.Engine;

/// <summary>
/// Numbers, of which the lowest comes out first: a binary heap. The framework's queue has no ahead-of-time
/// code for numbers.
/// </summary>
internal sealed class LowestFirst
{
    private int[] _heap = new int[16];
    private int _count;

    public void Add(int number)
    {
        if (_count == _heap.Length)
        {
            var larger = new int[_count * 2];
            _heap.CopyTo(larger, 0);
            _heap = larger;
        }
        var at = _count++;
        for (; at > 0 && _heap[(at - 1) / 2] > number; at = (at - 1) / 2)
            _heap[at] = _heap[(at - 1) / 2];
        _heap[at] = number;
    }

    public bool TryTake(out int number)
    {
        number = _heap[0];
        if (_count == 0)
            return false;
        var last = _heap[--_count];
        var at = 0;
        for (int child; (child = at * 2 + 1) < _count; at = child)
        {
            if (child + 1 < _count && _heap[child + 1] < _heap[child])
                child++;
            if (_heap[child] >= last)
                break;
            _heap[at] = _heap[child];
        }
        _heap[at] = last;
        return true;
    }
}
