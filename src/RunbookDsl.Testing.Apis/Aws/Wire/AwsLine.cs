namespace RunbookDsl.Testing.Apis;

/// <summary>A call in a line, for transcripts.</summary>
internal static class AwsLine
{
    private static readonly string[] Left = ["Action", "Version", "NextToken", "Marker"];

    public static string Of(AwsCall call)
    {
        var values = call
            .Form.Names.Where(n => !Left.Contains(n) && !n.StartsWith("X-Amz-", StringComparison.Ordinal))
            .GroupBy(n => AwsForm.Plain(n).Replace(".member.N", "", StringComparison.Ordinal))
            .Select(g =>
                $"{g.Key.Replace(".N", "", StringComparison.Ordinal)}={string.Join(',', g.Select(n => call.Form[n]))}"
            );
        return $"{call.Service?.Name} {call.Action} {string.Join(' ', values)}".TrimEnd();
    }
}
