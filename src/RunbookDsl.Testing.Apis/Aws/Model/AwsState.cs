namespace RunbookDsl.Testing.Apis;

/// <summary>What the account holds, in lines that two rehearsals can be compared by.</summary>
internal static class AwsState
{
    public static SystemState Of(string system, AwsCloud cloud, TokenBook tokens)
    {
        var lines = new List<KeyValuePair<string, string>>();
        foreach (var instance in cloud.Instances)
            Add($"instance {instance.Id}", Line(instance));
        foreach (var group in cloud.Groups.All)
        {
            Add($"group {group.Name}", $"{group.Sizes}, {group.SuspendedLine}");
            Add($"group {group.Name} members", group.MembersLine);
        }
        foreach (var pool in cloud.Pools)
            Add(pool.Spec.IsClassic ? $"balancer {pool.Name}" : $"target group {pool.Name}", pool.Line);
        foreach (var bucket in cloud.Buckets)
            Add($"bucket {bucket.Name}", bucket.Line);
        return SystemState.Of(system, lines);

        void Add(string key, string value) => lines.Add(new(tokens.Replace(key), tokens.Replace(value)));
    }

    private static string Line(AwsInstance instance)
    {
        var tags = instance.Tags.Where(t => !t.Key.StartsWith("aws:", StringComparison.Ordinal));
        return $"{instance.State.Name} {instance.Type}"
            + (instance.ElasticAddress is { } elastic ? $" elastic {elastic}" : "")
            + (instance.PublicAddress is { } address ? $" public {address}" : "")
            + (instance.IsProtected ? " protected" : "")
            + string.Concat(tags.Select(t => $" {t.Key}={t.Value}"));
    }
}
