namespace RunbookDsl.Testing;

/// <summary>What becomes of a connection to a scripted machine.</summary>
internal enum ConnectOutcome
{
    Open,
    Refused,
    WrongKey,
    NotAllowed,
}
