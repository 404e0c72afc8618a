namespace RunbookDsl.Testing;

/// <summary>A script and where it comes from, for messages.</summary>
/// <param name="Text">The statements.</param>
/// <param name="Name">File name or other name of the script.</param>
/// <param name="FirstLine">Line of that file on which the text begins. Default 1.</param>
public sealed record SqlSource(string Text, string Name, int FirstLine = 1);
