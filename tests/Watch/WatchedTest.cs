using System.Diagnostics;
using System.Globalization;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace RunbookDsl.Watch;

/// <summary>A test at work.</summary>
internal sealed class WatchedTest(ITest test)
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    // At night tests have a longer form.
    private static readonly TimeSpan Usual =
        Environment.GetEnvironmentVariable("RUNBOOK_NIGHTLY") == "1"
            ? TimeSpan.FromHours(2)
            : TimeSpan.FromMinutes(3);
    private readonly long _begun = Stopwatch.GetTimestamp();

    public string Name => test.FullName;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_begun);

    public TimeSpan Limit { get; } = LimitOf(test);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name} ({Elapsed.TotalSeconds:F1} s)");

    // Its own attribute, or that of what it is in.
    private static TimeSpan LimitOf(ITest test)
    {
        for (var at = test; at is not null; at = at.Parent)
            if (at.Properties.Get(PropertyNames.Timeout) is int milliseconds)
                return (2 * TimeSpan.FromMilliseconds(milliseconds)) + Grace;
        return Usual;
    }
}
