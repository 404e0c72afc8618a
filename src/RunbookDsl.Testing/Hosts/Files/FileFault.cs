namespace RunbookDsl.Testing;

/// <summary>Why a file tree refused, in the words of the C library.</summary>
internal sealed class FileFault(string path, string reason) : Exception($"{path}: {reason}")
{
    public const string Missing = "No such file or directory";
    public const string Denied = "Permission denied";
    public const string Exists = "File exists";
    public const string IsFolder = "Is a directory";
    public const string NoFolder = "Not a directory";
    public const string NotEmpty = "Directory not empty";
    public const string Loop = "Too many levels of symbolic links";
    public const string Full = "No space left on device";

    public string Path => path;

    public string Reason => reason;
}
