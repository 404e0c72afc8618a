namespace RunbookDsl.Testing.Apis;

/// <summary>The key that the account of a rehearsal accepts.</summary>
internal sealed record AwsKeys(string KeyId, string Secret, string? Token)
{
    private const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>New keys, the same in each rehearsal.</summary>
    public static AwsKeys Draw(Stage stage, string system, bool withToken) =>
        new(
            (withToken ? "ASIA" : "AKIA")
                + string.Concat(stage.Bytes($"{system}:key", 16).Select(b => Digits[b % 32])),
            Convert.ToBase64String(stage.Bytes($"{system}:secret", 30)),
            withToken ? Convert.ToBase64String(stage.Bytes($"{system}:token", 32)) : null
        );
}
