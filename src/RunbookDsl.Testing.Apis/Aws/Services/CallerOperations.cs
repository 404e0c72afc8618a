using static RunbookDsl.Testing.Apis.AwsElements;

namespace RunbookDsl.Testing.Apis;

/// <summary>STS: who asks.</summary>
internal static class CallerOperations
{
    public static IReadOnlyList<AwsOperation> All { get; } =
    [
        new(
            AwsService.Sts,
            "GetCallerIdentity",
            false,
            [],
            (_, _) =>
                [
                    Element("Arn", $"arn:aws:iam::{AwsCloud.Account}:user/runbook")!,
                    Element("UserId", "AIDACKCEVSQ6C2EXAMPLE")!,
                    Element("Account", AwsCloud.Account)!,
                ]
        ),
    ];
}
