namespace RunbookDsl;

/// <summary>
/// A moment relative to the start of the maintenance window: <c>T</c>, <c>T - 24.Hours</c>, <c>T +
/// 20.Minutes</c>. Becomes an absolute UTC time in the plan; a wait for it survives a restart.
/// </summary>
/// <param name="Offset">Distance from the window's start; negative is before.</param>
public readonly record struct WindowTime(TimeSpan Offset) : IComparable<WindowTime>
{
    /// <summary>Later by <paramref name="by"/>.</summary>
    public static WindowTime operator +(WindowTime time, TimeSpan by) => new(time.Offset + by);

    /// <summary>Earlier by <paramref name="by"/>.</summary>
    public static WindowTime operator -(WindowTime time, TimeSpan by) => new(time.Offset - by);

    /// <summary>Orders by time.</summary>
    public int CompareTo(WindowTime other) => Offset.CompareTo(other.Offset);

    /// <summary>Whether <paramref name="left"/> is earlier.</summary>
    public static bool operator <(WindowTime left, WindowTime right) => left.Offset < right.Offset;

    /// <summary>Whether <paramref name="left"/> is later.</summary>
    public static bool operator >(WindowTime left, WindowTime right) => left.Offset > right.Offset;

    /// <summary>Whether <paramref name="left"/> is not later.</summary>
    public static bool operator <=(WindowTime left, WindowTime right) => left.Offset <= right.Offset;

    /// <summary>Whether <paramref name="left"/> is not earlier.</summary>
    public static bool operator >=(WindowTime left, WindowTime right) => left.Offset >= right.Offset;

    /// <summary><c>T</c>, <c>T-1d</c>, <c>T-1h30m</c>, <c>T+20m</c>.</summary>
    public override string ToString() =>
        Offset == TimeSpan.Zero
            ? "T"
            : $"T{(Offset < TimeSpan.Zero ? "-" : "+")}{Durations.Exact(Offset.Duration())}";
}
