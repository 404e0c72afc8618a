using RunbookDsl.Dns;

namespace RunbookDsl.Cli;

/// <summary>
/// The door to the name servers; a class of its own, so that its assembly is loaded only with it.
/// </summary>
internal static class NamesPort
{
    public static object Make(TimeProvider clock) => new NetworkNameLookup(clock);
}
