using RunbookDsl.Journal;
using RunbookDsl.Journal.Tests.Dummy;

// A process to be killed, starved and lied to by the journal's tests. Exit codes as the product's: 0 done, 74
// journal.
try
{
    switch (args[0])
    {
        case "write":
            Scenario.Write(args[1], args[2], int.Parse(args[3], null));
            return 0;
        case "resume":
            Scenario.Resume(args[1], args[2], int.Parse(args[3], null));
            return 0;
        case "hold":
            Scenario.Hold(args[1], args[2]);
            return 0;
        case "poison":
            Scenario.Poison(args[1], args[2]);
            return 0;
        case "flush":
            FlushProbe.Run(args[1]);
            return 0;
        case "alive":
            AliveProbe.Run(args[1]);
            return 0;
        default:
            return 2;
    }
}
catch (JournalException e)
{
    Scenario.Say(e.Message, error: true);
    return 74;
}
