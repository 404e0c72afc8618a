namespace RunbookDsl;

/// <summary>What keeps a maintenance inside what was announced: the clock, the deadline, the watch.</summary>
public static class Control
{
    /// <summary>
    /// The start of the window as it is planned: what <c>.Window</c> says, or the operator with
    /// <c>--window-start</c>. For texts that people read, which must not tell another time.
    /// </summary>
    /// <exception cref="ArgumentException">No window is written above; becomes an authoring error at its
    /// line.</exception>
    public static DateTimeOffset WindowStart =>
        AuthoringSession.Current.WindowStart
        ?? throw new ArgumentException("the runbook has no window: write .Window(start, length) above.");

    /// <summary>The end of the window as it is planned; see <see cref="WindowStart"/>.</summary>
    /// <exception cref="ArgumentException">No window is written above; becomes an authoring error at its
    /// line.</exception>
    public static DateTimeOffset WindowEnd => WindowStart + AuthoringSession.Current.WindowLength;

    /// <summary>
    /// Watches for so long and fails as soon as a threshold is broken several times in a row. There is no
    /// early success. After an interruption it goes on with the time that was left, not from the start.
    /// </summary>
    /// <param name="what">What is watched, in words.</param>
    /// <param name="length">15 to 20 minutes after a maintenance.</param>
    /// <exception cref="ArgumentException">The length is not longer than zero; becomes an authoring error
    /// at its line.</exception>
    public static MonitorOperation Monitor(string what, TimeSpan length) =>
        length > TimeSpan.Zero
            ? new(what, length)
            : throw new ArgumentException($"a watch of {Durations.Exact(length)} sees nothing.");

    /// <summary>
    /// Asserts that the steps that are left, a way back and a margin fit into the window: what they normally
    /// take (<c>.Expect</c>), summed along the longest path from now on. Write it before the first step that
    /// cannot be taken back in a minute.
    /// </summary>
    /// <param name="rollback">How long the way back takes at most; from a rehearsal.</param>
    /// <param name="margin">Held back for surprises. Default none.</param>
    /// <param name="announcedUntil">The end that users were told; null is the window's end. The earlier of
    /// both counts.</param>
    public static BudgetCheck Budget(
        TimeSpan rollback,
        TimeSpan margin = default,
        DateTimeOffset? announcedUntil = null
    ) => new(AuthoringSession.Current.Planned, rollback) { Margin = margin, AnnouncedUntil = announcedUntil };

    /// <summary>
    /// Asserts that an announcement was made early enough before the window: by default a day. An
    /// announcement that a step found already made counts from when it was found.
    /// </summary>
    /// <param name="announcement">The step that announces.</param>
    /// <param name="atLeast">How long before; null is 24 hours. It may be late by the grace of
    /// <c>.At</c>.</param>
    public static AnnouncementCheck Announced<TResult>(
        StepBuilder<TResult> announcement,
        TimeSpan? atLeast = null
    )
    {
        ArgumentNullException.ThrowIfNull(announcement);
        return new(
            AuthoringSession.Current.Planned,
            announcement.Slot,
            announcement.Output,
            atLeast ?? TimeSpan.FromDays(1)
        );
    }
}
