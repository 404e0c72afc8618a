namespace RunbookDsl.Testing;

/// <summary>
/// Where names lead on the machine that the runbook runs on, kept answers included. On a stage that has one,
/// <c>stage.Find&lt;IWorldResolver&gt;()</c> gives it.
/// </summary>
public interface IWorldResolver
{
    /// <summary>The addresses of a host, in the order they are tried; empty when there is none.</summary>
    IReadOnlyList<string> Addresses(string host);
}
