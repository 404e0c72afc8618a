namespace RunbookDsl.Testing.Apis;

/// <summary>Finds what is wrong with an account of a world file.</summary>
internal sealed class AwsCheck(AwsSystemSpec spec, WorldSession session)
{
    private static readonly string[] Methods = ["GET", "PUT", "POST", "DELETE", "HEAD"];

    public void Run()
    {
        Keys();
        Twins("instance", spec.Instances.Select(i => (i.Id, i.Where)));
        Twins("group", spec.Groups.Select(g => (g.Name, g.Where)));
        Twins("target group", spec.Pools.Where(p => !p.IsClassic).Select(p => (p.Name, p.Where)));
        Twins("load balancer", spec.Pools.Where(p => p.IsClassic).Select(p => (p.Name, p.Where)));
        Twins("bucket", spec.Buckets.Select(b => (b.Name, b.Where)));
        foreach (var instance in spec.Instances)
            if (!InstanceLookup.IsId(instance.Id))
                Report(
                    $"'{instance.Id}' is no id of an instance: write i- and 17 digits of 0-9 and a-f.",
                    instance.Where
                );
        foreach (var group in spec.Groups)
            Group(group);
        foreach (var pool in spec.Pools)
            Instances($"{(pool.IsClassic ? "load balancer" : "target group")} '{pool.Name}'", pool);
        foreach (var bucket in spec.Buckets)
            Bucket(bucket);
    }

    private void Keys()
    {
        if (spec.KeyIdSecret is null || spec.KeySecret is null)
            Report(
                $"'{spec.Name}' has no keys: add .Keys(Secret(\"AWS_ACCESS_KEY_ID\"), "
                    + "Secret(\"AWS_SECRET_ACCESS_KEY\")).",
                spec.Where
            );
        foreach (var secret in (string?[])[spec.KeyIdSecret, spec.KeySecret, spec.TokenSecret])
            if (secret is not null)
                session.Claim(secret, spec.Where);
        if (spec.OnPoll < 1)
            Report("a look is counted from 1: write .OnPoll(1) or more.", spec.Where);
    }

    private void Group(GroupSpec group)
    {
        var what = $"group '{group.Name}'";
        Known(what, "instance", group.Members, spec.Instances.Select(i => i.Id), group.Where);
        Known(what, "target group", group.TargetGroups, Pools(false), group.Where);
        Known(what, "load balancer", group.Balancers, Pools(true), group.Where);
        Known(what, "process", group.Suspended, AwsGroup.Processes, group.Where);
        var desired = group.Desired ?? group.Members.Length;
        if (group.Min < 0 || group.Min > desired || desired > group.Max)
            Report(
                FormattableString.Invariant(
                    $"{what} wants {desired} instances, at least {group.Min} and at most {group.Max}: "
                ) + "write .Size(min, desired, max) in this order.",
                group.Where
            );
        foreach (var member in group.Members)
            if (spec.Groups.First(g => g.Members.Contains(member)) is var other && other != group)
                Report($"instance '{member}' is in group '{other.Name}' already.", group.Where);
    }

    private void Instances(string what, PoolSpec pool) =>
        Known(
            what,
            "instance",
            [.. pool.Targets, .. pool.Failing],
            spec.Instances.Select(i => i.Id),
            pool.Where
        );

    private void Bucket(BucketSpec bucket)
    {
        foreach (var rule in bucket.Cors)
        {
            Known($"bucket '{bucket.Name}'", "method", rule.Methods, Methods, bucket.Where);
            if (rule.Origins.Length == 0 || rule.Methods.Length == 0)
                Report(
                    $"a rule of bucket '{bucket.Name}' lacks an origin or a method: write "
                        + ".Cors(\"https://example.com\", \"GET\").",
                    bucket.Where
                );
        }
    }

    private void Known(
        string what,
        string kind,
        IEnumerable<string> wanted,
        IEnumerable<string> known,
        SourceLocation where
    )
    {
        var names = known.ToList();
        foreach (var name in wanted.Distinct().Where(n => !names.Contains(n)))
            Report($"{what}: there is no {kind} '{name}'{Nearest.Suggest(name, names)}.", where);
    }

    private void Twins(string kind, IEnumerable<(string Name, SourceLocation Where)> all)
    {
        foreach (var twin in all.GroupBy(a => a.Name).Where(g => g.Count() > 1))
            Report(
                $"'{spec.Name}' has two of {kind} '{twin.Key}': keep the first in a variable and go on with "
                    + "that.",
                twin.Last().Where
            );
    }

    private IEnumerable<string> Pools(bool isClassic) =>
        spec.Pools.Where(p => p.IsClassic == isClassic).Select(p => p.Name);

    private void Report(string message, SourceLocation where) => session.Report("RB0207", message, where);
}
