namespace RunbookDsl.Testing;

/// <summary>An invariant with what broke it; the place and the histories are added further up.</summary>
internal sealed class BrokenPromiseException(string invariant, string what)
    : Exception($"{invariant}: {what}")
{
    internal string Invariant => invariant;
}
