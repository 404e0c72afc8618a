namespace RunbookDsl.Hosts;

public sealed partial record SshHost
{
    /// <summary>
    /// Writes down what the host is: system, kernel, boot id, time since its start, room on <c>/</c>. Changes
    /// nothing; journaled, and asked again on a resume that did not get its answer.
    /// </summary>
    public DescribeOperation Describe() => new(this);

    /// <summary>Asserts that so much is free for everybody on the file system of <paramref name="path"/>. One
    /// look, changes nothing.</summary>
    /// <param name="path">Full path of something on that file system.</param>
    /// <param name="bytes">What must be free, in bytes.</param>
    public DiskFreeCheck AssertDiskFree(string path, long bytes) => new(this, path, bytes);

    /// <summary>
    /// Makes a file be exactly this text, in one moment; its folder must be there. Not written when it is so
    /// already. The host keeps the file as it was, for root alone, and the undo puts that back unless
    /// somebody changed the file since. Journaled: hash, mode and owner before, never the content. After an
    /// interruption the file's hash decides whether it is written again.
    /// </summary>
    /// <param name="path">Full path of a file; a link or a folder is refused.</param>
    /// <param name="content">The whole text, as UTF-8, with its last line end.</param>
    /// <param name="mode">Permissions in octal digits; null keeps them, 644 for a new file.</param>
    /// <param name="owner"><c>user</c> or <c>user:group</c>; null keeps them; a new file is root's.</param>
    public WriteFileOperation WriteFile(
        string path,
        Input<string> content,
        string? mode = null,
        string? owner = null
    ) => new(this, path, new FileContent(content, null), mode, owner);

    /// <summary>
    /// Makes a file be exactly the value of a secret, which travels in the connection's input alone. As
    /// <see cref="WriteFile(string, Input{string}, string?, string?)"/>, but no hash is journaled either, and
    /// the undo puts the image back whatever the file has become.
    /// </summary>
    /// <param name="path">Full path of a file.</param>
    /// <param name="content">The secret that is its whole text.</param>
    /// <param name="mode">Permissions in octal digits; null keeps them, 600 for a new file.</param>
    /// <param name="owner"><c>user</c> or <c>user:group</c>; null keeps them; a new file is root's.</param>
    public WriteFileOperation WriteFile(
        string path,
        SecretReference content,
        string? mode = null,
        string? owner = null
    ) => new(this, path, new FileContent(null, content), mode, owner);

    /// <summary>
    /// Removes a file. The host keeps it as it was, for root alone, and the undo puts that back. Content and
    /// result of the journal as with <see cref="WriteFile(string, Input{string}, string?, string?)"/>.
    /// </summary>
    /// <param name="path">Full path of a file; a link or a folder is refused.</param>
    public DeleteFileOperation DeleteFile(string path) => new(this, path);
}
