namespace RunbookDsl.Testing;

/// <summary>A fault, and the calls it strikes.</summary>
/// <param name="Action">What goes wrong.</param>
/// <param name="Moment">Before or after the effect.</param>
public sealed record Fault(FaultAction Action, FaultMoment Moment)
{
    /// <summary>Only calls of this step; null any.</summary>
    public string? Step { get; init; }

    /// <summary>Only calls at this system; null any.</summary>
    public string? System { get; init; }

    /// <summary>Only this operation; null any.</summary>
    public string? Operation { get; init; }

    /// <summary>Only calls that are meant to change something. Default false.</summary>
    public bool ChangesOnly { get; init; }

    /// <summary>Only calls made while everything is taken back. Default false.</summary>
    public bool InUndo { get; init; }

    /// <summary>Only calls of the first process: whoever goes on finds it mended. Default false.</summary>
    public bool FirstProcessOnly { get; init; }

    /// <summary>The first of the matching calls that is struck, from 1. Default 1.</summary>
    public int Nth { get; init; } = 1;

    /// <summary>How many in a row are struck. Default 1.</summary>
    public int Times { get; init; } = 1;

    internal bool Matches(WorldCall call) =>
        (Step is null || Step == call.Step)
        && (System is null || System == call.System)
        && (Operation is null || Operation == call.Operation)
        && (!ChangesOnly || call.IsChange)
        && (!InUndo || call.IsUndo)
        && (!FirstProcessOnly || call.Process == 1);
}
