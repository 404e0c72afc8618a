using System.Runtime.CompilerServices;
using NUnit.Framework.Interfaces;

[assembly: RunbookDsl.Watch.TestWatch]

namespace RunbookDsl.Watch;

/// <summary>
/// Part of every test project: each test has a limit that fires whatever the test waits for. A token that is
/// cancelled ends only a test that looks at it.
/// </summary>
/// <remarks>
/// The limit of a test is twice the time of its <c>CancelAfter</c> and a minute, or three minutes. The test
/// program tells which tests were at work, and ends: a test that never ends cannot be left behind.
/// </remarks>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class TestWatchAttribute : Attribute, ITestAction
{
    private static readonly Watcher Watching = new();

    public ActionTargets Targets => ActionTargets.Test;

    // Also the time before the first test, and behind the last one, is watched.
    [ModuleInitializer]
    internal static void Begin() => Watching.Start();

    public void BeforeTest(ITest test) => Watching.Begun(test);

    public void AfterTest(ITest test)
    {
        var result = TestContext.CurrentContext.Result;
        Watching.Ended(test, result.Outcome.Status.ToString(), result.Message);
    }
}
