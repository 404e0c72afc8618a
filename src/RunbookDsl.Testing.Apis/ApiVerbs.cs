namespace RunbookDsl.Testing.Apis;

/// <summary>The words of a world file for HTTP APIs and sites.</summary>
public static partial class ApiVerbs { }
