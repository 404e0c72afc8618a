namespace RunbookDsl.Testing.Apis;

/// <summary>One operation that a fake knows.</summary>
/// <param name="Provider">Whose it is.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Pattern">Its path; a value in braces is one segment.</param>
/// <param name="Operation">Its name in logs and faults.</param>
/// <param name="IsChange">Whether it is meant to change anything.</param>
/// <param name="Evidence">R seen on the wire, S vendor's own source, D documentation, K general
/// knowledge.</param>
public sealed record ApiOperation(
    string Provider,
    string Method,
    string Pattern,
    string Operation,
    bool IsChange,
    char Evidence
);
