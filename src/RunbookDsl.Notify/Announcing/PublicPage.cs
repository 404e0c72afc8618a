namespace RunbookDsl.Notify;

/// <summary>A page; see <see cref="StatusPage.Page"/>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Key">The API key.</param>
public sealed record PublicPage(string Id, SecretReference Key)
{
    /// <summary>
    /// Announces a maintenance. It begins and ends when the run says so, never by itself: a page that says
    /// "completed" while everything is down is worse than none. The times are appended to the text, absolute.
    /// </summary>
    /// <param name="title">1 to 255 characters.</param>
    /// <param name="text">What people read.</param>
    /// <param name="from">The beginning.</param>
    /// <param name="until">The end, later.</param>
    /// <param name="components">Ids of the components that are touched.</param>
    /// <exception cref="ArgumentException">The page would not take it; becomes an authoring error at its
    /// line.</exception>
    public ScheduleOperation Schedule(
        string title,
        string text,
        DateTimeOffset from,
        DateTimeOffset until,
        params string[] components
    )
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(components);
        if (title.Length is 0 or > 255)
            throw new ArgumentException("the title of a maintenance has 1 to 255 characters.");
        return new(this, title, $"{text}\n\n{AbsoluteTimes.Span(from, until)}", from, until)
        {
            Components = [.. components],
        };
    }

    /// <summary>Says that it has begun; its components are under maintenance.</summary>
    /// <param name="incident">The announcing step, or an id.</param>
    /// <param name="text">What people read.</param>
    public TurnOperation Begin(Input<string> incident, string text) =>
        Turn(incident, text, "in_progress") with
        {
            ComponentStatus = "under_maintenance",
        };

    /// <summary>Says how it stands; nothing else changes.</summary>
    public TurnOperation Update(Input<string> incident, string text) => Turn(incident, text, null);

    /// <summary>Says that the work is done and looked at.</summary>
    public TurnOperation Verify(Input<string> incident, string text) => Turn(incident, text, "verifying");

    /// <summary>Says that the end is later than announced; to be said before the announced end.</summary>
    public TurnOperation Extend(Input<string> incident, DateTimeOffset until, string text) =>
        Turn(incident, $"{text}\n\nNew end: {AbsoluteTimes.At(until)}", null) with
        {
            Until = until,
        };

    /// <summary>
    /// Says that users are no longer affected; its components are operational. To be said then, and not when
    /// the last step is done.
    /// </summary>
    public TurnOperation Complete(Input<string> incident, string text) =>
        Turn(incident, text, "completed") with
        {
            ComponentStatus = "operational",
        };

    /// <summary>
    /// Says that an announced maintenance is off: the page has no other end for it than "completed".
    /// </summary>
    public TurnOperation Cancel(Input<string> incident, string text) =>
        Turn(incident, $"Cancelled. {text}", "completed");

    private TurnOperation Turn(Input<string> incident, string text, string? status)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= 25_000
            ? new(this, incident, text, status)
            : throw new ArgumentException("an update of a page has 1 to 25000 characters.");
    }

    /// <inheritdoc/>
    public override string ToString() => Id;
}
