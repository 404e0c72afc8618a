namespace RunbookDsl.Testing.Tests;

/// <summary>The port to a board of switches, for steps of the tests.</summary>
public interface ISwitches
{
    /// <summary>Sets a switch.</summary>
    Task SetAsync(StepContext context, string name, string value);

    /// <summary>Reads a switch; empty when it is not set.</summary>
    Task<string> GetAsync(StepContext context, string name);

    /// <summary>Adds a line to a list: a message somebody reads.</summary>
    Task TellAsync(StepContext context, string name, string line);
}
