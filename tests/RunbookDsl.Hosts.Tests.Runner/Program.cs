using System.Collections;
using RunbookDsl;
using RunbookDsl.Engine;
using RunbookDsl.Hosts;
using RunbookDsl.Hosts.Tests.Runner;
using RunbookDsl.Journal;

// Works on a run in a process of its own, so that a test can kill it: FOLDER VERB PLAN PATIENCE-MS. Prints
// what
// the engine tells, then the status and the message.
var (folder, verb, kind, patience) = (args[0], args[1], args[2], int.Parse(args[3], null));
var environment = new Dictionary<string, string>();
foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
    environment[(string)variable.Key] = (string)variable.Value!;
var clock = TimeProvider.System;
var processes = new LocalProcessRunner(folder, environment, clock);
var services = new EngineServices
{
    Store = new FileJournalStore(Path.Combine(folder, "home"), clock, Owner.OfThisProcess("mia", clock)),
    Clock = clock,
    Pause = new ClockPause(clock),
    Random = new Random(7),
    Secrets = new NoSecrets(),
    People = new Nobody(),
    Observer = new Told(),
    Operator = "mia",
    OldAttemptPatience = TimeSpan.FromMilliseconds(patience),
    Ports = PortRegistry.Empty.With<IProcessRunner>(processes).With<IDetachedPrograms>(processes),
};
var plan = Plans.Of(kind, folder);
var engine = new RunbookEngine(services);
using var control = new RunControl();
var request = new RunRequest(plan);
var result = verb switch
{
    "start" => await engine.StartAsync(request, control),
    "resume" => await engine.ResumeAsync(services.Store.FindRun("latest"), request, control),
    _ => await engine.UndoAsync(services.Store.FindRun("latest"), request, null, control),
};
Console.WriteLine($"{result.Status}: {result.Message}");
