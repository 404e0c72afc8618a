namespace RunbookDsl.Testing;

/// <summary>What a name in a file tree stands for.</summary>
internal enum FileNodeKind
{
    File,
    Folder,
    Link,
}
