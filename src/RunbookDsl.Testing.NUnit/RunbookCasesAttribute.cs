using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Builders;

namespace RunbookDsl.Testing.NUnit;

/// <summary>
/// A case per runbook of the fixture's folder, or per scenario of each. Listing them compiles and starts
/// nothing: which scenarios there are is read from the snapshot of the matrix.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RunbookCasesAttribute : NUnitAttribute, ITestBuilder, IImplyFixture
{
    /// <summary>Whether there is a case per scenario. Default: per runbook.</summary>
    public bool PerScenario { get; init; }

    public IEnumerable<TestMethod> BuildFrom(IMethodInfo method, Test? suite)
    {
        ArgumentNullException.ThrowIfNull(method);
        return Cases(method, suite).Select(c => new NUnitTestCaseBuilder().BuildTestMethod(method, suite, c));
    }

    // A fixture that finds nothing is red: it would be taken for one whose runbooks are all well.
    private IReadOnlyList<TestCaseParameters> Cases(IMethodInfo method, Test? suite)
    {
        try
        {
            var fixture = (RunbookTests)
                Reflect.Construct(method.TypeInfo.Type, (suite as TestFixture)?.Arguments);
            var folder = fixture.Find();
            var runbooks = folder.Runbooks();
            return PerScenario
                ? [.. runbooks.SelectMany(r => folder.Scenarios(r).Select(s => Case(r, s)))]
                : [.. runbooks.Select(r => Case(r))];
        }
        catch (Exception e)
        {
            return [new TestCaseParameters(e)];
        }
    }

    private static TestCaseParameters Case(params string[] arguments) =>
        new(new TestCaseData([.. arguments]).SetArgDisplayNames(arguments));
}
