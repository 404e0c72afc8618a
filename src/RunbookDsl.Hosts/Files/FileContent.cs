namespace RunbookDsl.Hosts;

/// <summary>What a file is to hold: a text, or a secret that is read only when it is written.</summary>
internal readonly record struct FileContent(Input<string>? Text, SecretReference? Secret);
