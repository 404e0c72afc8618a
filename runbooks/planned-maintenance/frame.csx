// The standard frame of a planned maintenance: what is done around the work, whatever the work is. A runbook
// loads it and writes, below its .Window,
//
//     #load "../planned-maintenance/frame.csx"
//     var frame = new Frame("https://shop.example/") { … };
//     frame.Open();
//     … the work …
//     frame.Close();

sealed class Frame
{
    private readonly string _url;
    private readonly DateTimeOffset _from = Control.WindowStart;
    private readonly DateTimeOffset _until = Control.WindowEnd;
    private StepBuilder<string>? _told;

    public Frame(string url) => _url = url;

    // What users read.
    public required string Words { get; init; }

    // What the site shows when it is well.
    public required string Marker { get; init; }

    public required PublicPage Status { get; init; }

    public required string Component { get; init; }

    // The maintenance page, or a read-only mode: whatever keeps users from writing.
    public required Operation<Unit> Page { get; init; }

    // How long the way back takes at most, from a rehearsal.
    public required TimeSpan Rollback { get; init; }

    public TimeSpan Margin { get; init; } = 15.Minutes;

    public TimeSpan Watch { get; init; } = 15.Minutes;

    // When it is announced, and the latest time that still counts as announced.
    public TimeSpan Ahead { get; init; } = 48.Hours;

    public TimeSpan Notice { get; init; } = 24.Hours;

    // Hours of a working day, by the clock of the business, in which no window may lie.
    public TimeSpan BusinessFrom { get; init; } = 8.Hours;

    public TimeSpan BusinessUntil { get; init; } = 18.Hours;

    // What lets users in, where that is more than to put back the page.
    public Operation<Unit>? OpenBy { get; init; }

    // What has to hold right before users get in, and what going back loses from then on.
    public Check[] BeforeOpening { get; init; } = [];

    public string? Lost { get; init; }

    // The step that closed the site, to be put back by who gives OpenBy.
    public StepBuilder<Unit>? Closed { get; private set; }

    // From the announcement to the moment in which nobody can write any more.
    public void Open()
    {
        Step("Window agreed")
            .At(T - Ahead)
            .Guard(_ => Task.FromResult(IsOutsideOfBusiness()), "the window is outside of business hours")
            .Approve();
        _told = Step("Announced")
            .Run(
                Status.Schedule(
                    "Maintenance",
                    $"{Words}: {AbsoluteTimes.Span(_from, _until)}",
                    _from,
                    _until,
                    Component
                )
            )
            .NoUndo("it was read: say on the page that it is off");
        Step("Announced to those who are not signed in")
            .Manual(
                "Look at the status page and at the banner without being signed in, and link what you saw"
            )
            .Evidence();

        Step("Well before").At(T - Shorter(1.Hours)).Run(Well());
        Step("Deployments frozen")
            .Manual("Freeze deployments and schema changes; link the setting")
            .Evidence();
        var budget = Step("Budget").Run(Control.Budget(Rollback, Margin));
        GoNoGo("Begin? From here on users are affected")
            .Id("begin")
            .At(T)
            .Guard(Control.Announced(_told, Notice))
            .Guard(Well())
            .Shows("budget", budget);
        Step("Status page: in progress").Run(Status.Begin(_told, "The maintenance has begun."));
        Closed = Step("Page on")
            .Run(Temporarily(Page))
            .Verify(Http.Get(_url).Status(503), within: 2.Minutes)
            .Expect(1.Minutes);
        Step("Writing is refused").Run(Http.ExpectReadOnly(_url));
    }

    // From the last look at the work to the end of the watch.
    public void Close()
    {
        Step("Look at it by hand")
            .Manual("Log in past the page, read, write and clean up. Say what you saw.")
            .Evidence();
        GoNoGo("Open? Users get in again").Id("open");
        var opened = Step("Page off")
            .Run(OpenBy ?? PutBack(Closed!))
            .Verify(Well().Consecutive(3), within: 2.Minutes)
            .Expect(1.Minutes);
        foreach (var check in BeforeOpening)
            opened.Guard(check);
        if (Lost is not null)
            opened.PointOfNoReturn(Lost);
        Step("Status page: completed").Run(Status.Complete(_told!, "Everything works again."));
        // Thresholds are looked at with the silences gone, or the watch sees nothing.
        Step("Watch").Run(Control.Monitor("the site after the opening", Watch).Expect(Well()));
        Step("Deployments on")
            .Manual("Let deployments and schema changes go on; link the setting")
            .Evidence();
    }

    private HttpCheck Well() => Http.Get(_url).Contains(Marker);

    private TimeSpan Shorter(TimeSpan time) => Ahead < time ? Ahead : time;

    private bool IsOutsideOfBusiness() =>
        _from.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday
        || _until.TimeOfDay <= BusinessFrom
        || _from.TimeOfDay >= BusinessUntil;
}
