using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RunbookDsl.Conventions.Tests.Words;

/// <summary>Calls that hide a defect however carefully they are made.</summary>
internal static class CallRules
{
    // The composition roots talk to a terminal or an editor; nothing else does.
    private static readonly string[] MayUseConsole = ["src/RunbookDsl.Cli", "src/RunbookDsl.LanguageServer"];

    public static IEnumerable<string> Console(SourceFile file) =>
        MayUseConsole.Contains(file.Project)
            ? []
            : file
                .Syntax.DescendantNodes()
                .OfType<MemberAccessExpressionSyntax>()
                .Where(m => m.Expression.ToString() is "Console" or "System.Console")
                .Select(m => $"{file.At(m)}: {m}; only the command line writes to the terminal");

    /// <summary>
    /// A command line in one string is split by somebody else's rules: a shell's, or Windows'.
    /// </summary>
    public static IEnumerable<string> CommandLines(SourceFile file)
    {
        foreach (var node in file.Syntax.DescendantNodes())
        {
            var found = node switch
            {
                InvocationExpressionSyntax i when IsStart(i) => "Process.Start with a string",
                ObjectCreationExpressionSyntax o when IsStartInfo(o) =>
                    "ProcessStartInfo with an argument string",
                AssignmentExpressionSyntax a when Target(a) == "Arguments" && IsInStartInfo(a) =>
                    "Arguments = …",
                AssignmentExpressionSyntax a
                    when Target(a) == "UseShellExecute" && a.Right.ToString() == "true" =>
                    "UseShellExecute = true",
                _ => null,
            };
            if (found is not null)
                yield return $"{file.At(node)}: {found}; use ProcessStartInfo.ArgumentList";
        }
    }

    public static IEnumerable<string> NotImplemented(SourceFile file) =>
        file
            .Syntax.DescendantNodes()
            .OfType<ObjectCreationExpressionSyntax>()
            .Where(o => o.Type.ToString().EndsWith("NotImplementedException", StringComparison.Ordinal))
            .Select(o => $"{file.At(o)}: NotImplementedException; leave out what is not there");

    /// <summary>
    /// A test waits for a signal or moves the clock; time that passes by itself makes it slow or flaky.
    /// </summary>
    public static IEnumerable<string> Sleeps(SourceFile file) =>
        file
            .Syntax.DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Where(i => IsSleep(i.Expression.ToString(), i.ArgumentList))
            .Select(i => $"{file.At(i)}: {i.Expression}; await a signal or move the clock");

    public static IEnumerable<string> SilentIgnores(SourceFile file)
    {
        foreach (var node in file.Syntax.DescendantNodes())
        {
            var arguments = node switch
            {
                AttributeSyntax a when a.Name.ToString() is "Ignore" or "Explicit" => a.ArgumentList
                    ?.Arguments
                    .Count
                    ?? 0,
                InvocationExpressionSyntax i
                    when i.Expression.ToString() is "Assert.Ignore" or "Assert.Inconclusive" => i.ArgumentList
                    .Arguments
                    .Count,
                _ => -1,
            };
            if (arguments == 0)
                yield return $"{file.At(node)}: a test is left out without a reason";
        }
    }

    private static bool IsStart(InvocationExpressionSyntax call) =>
        call.Expression.ToString() is "Process.Start" or "System.Diagnostics.Process.Start"
        && (
            call.ArgumentList.Arguments.Count > 1
            || call.ArgumentList.Arguments
                is [{ Expression: LiteralExpressionSyntax or InterpolatedStringExpressionSyntax }]
        );

    private static bool IsStartInfo(ObjectCreationExpressionSyntax creation) =>
        creation.Type.ToString().EndsWith("ProcessStartInfo", StringComparison.Ordinal)
        && creation.ArgumentList?.Arguments
            is [_, { Expression: LiteralExpressionSyntax or InterpolatedStringExpressionSyntax }];

    private static string Target(AssignmentExpressionSyntax assignment) =>
        assignment.Left.ToString().Split('.')[^1];

    private static bool IsInStartInfo(AssignmentExpressionSyntax assignment) =>
        assignment.Left is MemberAccessExpressionSyntax m
            ? m.Expression.ToString().Contains("start", StringComparison.OrdinalIgnoreCase)
            : assignment.Parent?.Parent?.ToString().Contains("ProcessStartInfo", StringComparison.Ordinal)
                == true;

    private static bool IsSleep(string call, ArgumentListSyntax arguments)
    {
        if (call is "Thread.Sleep" or "System.Threading.Thread.Sleep")
            return true;
        if (call is not ("Task.Delay" or "System.Threading.Tasks.Task.Delay"))
            return false;
        var written = arguments.Arguments.Select(a => a.Expression.ToString()).ToList();
        // Until it is cancelled, or until a clock that the test moves gets there.
        return !(
            written[0].StartsWith("Timeout.Infinite", StringComparison.Ordinal)
            || (written.Count > 1 && IsClock(written[1]))
        );
    }

    private static bool IsClock(string expression) =>
        expression.Contains("clock", StringComparison.OrdinalIgnoreCase)
        || expression.EndsWith("time", StringComparison.OrdinalIgnoreCase)
        || expression.EndsWith("timeProvider", StringComparison.OrdinalIgnoreCase);
}
