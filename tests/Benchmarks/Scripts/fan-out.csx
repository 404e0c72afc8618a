Runbook("Fan-out").Purpose("What many commands on many hosts cost");
var count = Param<int>("hosts", "How many hosts").Default(100);
var commands = Param<int>("commands", "How many commands on each").Default(20);

Parallel(() =>
    ForEach(
        Enumerable.Range(1, count.Value).Select(n => $"bench-{n}"),
        name =>
        {
            for (var i = 1; i <= commands.Value; i++)
                Step($"Command {i}").Run(Ssh.Host(name).Exec("true").Effects(EffectClass.ReadOnly));
        }
    )
);
