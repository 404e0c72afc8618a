namespace RunbookDsl;

/// <summary>Assertions made from an author's own predicates.</summary>
internal static class Assertions
{
    public static Assertion FromTest(string text, Func<StepContext, Task<bool>> test) =>
        new(
            CodeText.OneLine(text),
            async (context, _, _) => Of(await test(context).ConfigureAwait(false), text)
        )
        {
            Code = CodeText.Canonical(text),
        };

    public static Assertion FromResult<T>(string text, Func<T, bool> predicate) =>
        new(CodeText.OneLine(text), (_, result, _) => Task.FromResult(OfResult(predicate, (T)result!, text)))
        {
            UsesResult = true,
            Code = CodeText.Canonical(text),
        };

    private static Verdict Of(bool passed, string text) =>
        passed ? Verdict.Pass("true") : Verdict.Fail($"expected {CodeText.OneLine(text)} to be true");

    private static Verdict OfResult<T>(Func<T, bool> predicate, T result, string text) =>
        predicate(result)
            ? Verdict.Pass($"true for {result}")
            : Verdict.Fail($"expected {CodeText.OneLine(text)} to be true; the result is {result}");
}
