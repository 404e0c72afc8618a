using RunbookDsl.Engine;

namespace RunbookDsl.Cli;

/// <summary>Asks the person at the terminal how to go on after a failure. The default is to hold.</summary>
internal static class HoldOffer
{
    /// <summary>Null holds the run: nobody is there, it did not fail, or the operator said so.</summary>
    public static HoldChoice? Ask(RunResult result, Audience audience)
    {
        if (audience.Terminal is not { } terminal || result.StepId is not { } step)
            return null;
        if (result.Status is not (RunStatus.Held or RunStatus.GuardRefused))
            return null;
        audience.Say($"\n{result.Message}");
        while (true)
        {
            terminal.Write(
                $"'{step}': [r]etry, [s]kip with a reason, [u]ndo everything, [h]old (default) ? "
            );
            switch (terminal.ReadLine(CancellationToken.None)?.Trim())
            {
                case "r" or "retry":
                    return new HoldChoice(false, null);
                case "u" or "undo":
                    return new HoldChoice(true, null);
                case "s" or "skip":
                    terminal.Write("Why is it left out? ");
                    if (terminal.ReadLine(CancellationToken.None)?.Trim() is { Length: > 0 } reason)
                        return new HoldChoice(false, reason);
                    break;
                case null or "" or "h" or "hold":
                    return null;
            }
        }
    }
}
