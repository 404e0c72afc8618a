// The standard frame of a planned maintenance: what is done around the work, whatever the work is. A runbook
// loads it and writes
//
//     #load "../planned-maintenance/frame.csx"
//     var frame = new Frame("https://shop.example/", from, until) { … };
//     frame.Open();
//     … the work …
//     frame.Close();

sealed class Frame
{
    private readonly string _url;
    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _until;
    private StepBuilder<string>? _told;
    private StepBuilder<Unit>? _page;

    public Frame(string url, DateTimeOffset from, DateTimeOffset until) =>
        (_url, _from, _until) = (url, from, until);

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

    // From the announcement to the moment in which nobody can write any more.
    public void Open()
    {
        var agreed = Step("Window agreed").At(T - 48.Hours).Approve();
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

        Step("Well before").At(T - 1.Hours).Run(Well());
        Step("Deployments frozen")
            .Manual("Freeze deployments and schema changes; link the setting")
            .Evidence();
        var budget = Step("Budget").Run(new InTime(Control.Budget(Rollback, Margin, _until), _until));
        GoNoGo("Begin? From here on users are affected")
            .Id("begin")
            .At(T)
            .Guard(new InTime(Control.Announced(_told), _until))
            .Guard(Well())
            .Shows("budget", budget);
        Step("Status page: in progress").Run(Status.Begin(_told, "The maintenance has begun."));
        _page = Step("Page on").Run(Temporarily(Page)).Verify(Closed(), within: 2.Minutes).Expect(1.Minutes);
        Step("Writing is refused").Run(Http.ExpectReadOnly(_url));
    }

    // From the last look at the work to the end of the watch.
    public void Close()
    {
        Step("Look at it by hand")
            .Manual("Log in past the page, read, write and clean up. Say what you saw.")
            .Evidence();
        GoNoGo("Open? Users get in again").Id("open");
        Step("Page off")
            .Run(PutBack(_page!))
            .Verify(Well().Consecutive(3), within: 2.Minutes)
            .Expect(1.Minutes);
        Step("Status page: completed").Run(Status.Complete(_told!, "Everything works again."));
        // Thresholds are looked at with the silences gone, or the watch sees nothing.
        Step("Watch").Run(Control.Monitor("the site after the opening", Watch).Expect(Well()));
        Step("Deployments on")
            .Manual("Let deployments and schema changes go on; link the setting")
            .Evidence();
    }

    private HttpCheck Well() => Http.Get(_url).Contains(Marker);

    private HttpCheck Closed() => Http.Get(_url).Status(503);
}

// A run that is begun when its window is over was asked about at each time that it missed: what was promised
// for the window is no reason to refuse it any more.
sealed record InTime(Check Inner, DateTimeOffset Until) : Check
{
    public override string Kind => $"InTime.{Inner.Kind}";
    public override string Description => $"{Inner.Description}, while the window lasts";
    public override IReadOnlyList<Fact> Facts => Inner.Facts;
    public override IReadOnlyList<Output> Reads => Inner.Reads;

    public override async Task<Verdict> RunAsync(StepContext c, CancellationToken stop) =>
        c.Clock.GetUtcNow() < Until ? await Inner.RunAsync(c, stop) : Verdict.Pass("the window is over");
}
