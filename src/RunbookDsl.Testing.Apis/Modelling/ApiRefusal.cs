namespace RunbookDsl.Testing.Apis;

/// <summary>A call that a model does not carry out, with the provider's own error. Thrown before any
/// effect.</summary>
internal sealed class ApiRefusal(ApiAnswer answer) : Exception
{
    public ApiAnswer Answer => answer;
}
