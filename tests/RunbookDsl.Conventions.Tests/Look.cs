namespace RunbookDsl.Conventions.Tests;

/// <summary>Applies a rule to everything it is about, and fails when there was nothing to look at.</summary>
internal static class Look
{
    public static void At<T>(IEnumerable<T> things, Func<T, IEnumerable<string>> rule)
    {
        var looked = 0;
        var found = new List<string>();
        foreach (var thing in things)
        {
            looked++;
            found.AddRange(rule(thing));
        }

        Assert.That(looked, Is.GreaterThan(0), "The rule found nothing to look at: it would never fail.");
        TestContext.Out.WriteLine($"looked at {looked}");
        Assert.That(found, Is.Empty, $"{found.Count} found:\n  {string.Join("\n  ", found)}\n");
    }

    /// <summary>
    /// A planted violation is found: these messages, whole and in this order, and no other.
    /// </summary>
    public static void Caught(IEnumerable<string> found, params string[] expected) =>
        Assert.That(found, Is.EqualTo(expected));
}
