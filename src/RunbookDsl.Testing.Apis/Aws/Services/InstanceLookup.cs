namespace RunbookDsl.Testing.Apis;

/// <summary>Finds instances by what a call gives, with the errors of EC2.</summary>
internal static class InstanceLookup
{
    private static readonly string[] Filters =
    [
        "instance-id",
        "instance-state-name",
        "instance-type",
        "ip-address",
        "private-ip-address",
        "tag-key",
        "tag:<key>",
    ];

    /// <summary>Whether it has the form of an id.</summary>
    public static bool IsId(string id) =>
        id.StartsWith("i-", StringComparison.Ordinal)
        && id.Length is 10 or 19
        && id[2..].All(char.IsAsciiHexDigitLower);

    /// <summary>The instances of these ids, all of them.</summary>
    public static IReadOnlyList<AwsInstance> Need(this AwsCloud cloud, IReadOnlyList<string> ids)
    {
        if (ids.FirstOrDefault(i => !IsId(i)) is { } wrong)
            throw new AwsErrorException(400, "InvalidInstanceID.Malformed", $"Invalid id: \"{wrong}\"");
        var unknown = ids.Where(i => cloud.Instance(i) is null).ToList();
        if (unknown.Count > 0)
            throw new AwsErrorException(
                400,
                "InvalidInstanceID.NotFound",
                unknown.Count == 1
                    ? $"The instance ID '{unknown[0]}' does not exist"
                    : $"The instance IDs '{string.Join(", ", unknown)}' do not exist"
            );
        return [.. ids.Distinct().Select(i => cloud.Instance(i)!)];
    }

    /// <summary>The instances that a description asks for, by id and filter.</summary>
    public static IReadOnlyList<AwsInstance> Select(this AwsCloud cloud, AwsForm form)
    {
        var ids = form.List("InstanceId");
        IEnumerable<AwsInstance> found = ids.Count > 0 ? cloud.Need(ids) : cloud.Instances;
        foreach (var start in form.Structures("Filter"))
        {
            var name = form[start + "Name"] ?? "";
            var values = form.List(start + "Value");
            if (!Filters.Contains(name) && !name.StartsWith("tag:", StringComparison.Ordinal))
            {
                cloud.Unknown($"the filter '{name}' of instances", Filters);
                throw new AwsErrorException(400, "InvalidParameterValue", $"The filter '{name}' is invalid");
            }
            found = found.Where(i => values.Any(v => Values(i, name).Any(has => Fits(has, v)))).ToList();
        }
        return [.. found];
    }

    /// <summary>Whether a text fits a pattern with <c>*</c> and <c>?</c>.</summary>
    public static bool Fits(string text, string pattern) =>
        System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);

    private static IEnumerable<string> Values(AwsInstance instance, string filter) =>
        filter switch
        {
            "instance-id" => [instance.Id],
            "instance-state-name" => [instance.State.Name],
            "instance-type" => [instance.Type],
            "private-ip-address" => [instance.PrivateAddress],
            "ip-address" => new[] { instance.ElasticAddress ?? instance.PublicAddress }.OfType<string>(),
            "tag-key" => instance.Tags.Keys,
            _ => instance.Tags.TryGetValue(filter["tag:".Length..], out var value) ? [value] : [],
        };
}
