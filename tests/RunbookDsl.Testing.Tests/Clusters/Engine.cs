namespace RunbookDsl.Testing.Tests.Clusters;

/// <summary>Looks at the container engine from outside, with the <c>docker</c> program.</summary>
internal static class Engine
{
    public static Task<(int Code, string Said)> AskAsync(params string[] words) =>
        Tool.RunAsync(
            Tool.Command(["/usr/bin/env", "docker", .. words], "/", Machine.Environment()),
            default
        );

    /// <summary>What the engine says, in lines; it has to answer.</summary>
    public static async Task<string[]> LinesAsync(params string[] words)
    {
        var (code, said) = await AskAsync(words);
        Assert.That(code, Is.Zero, said);
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Names of containers of ours, running or not.</summary>
    public static Task<string[]> OursAsync(string filter) =>
        LinesAsync(
            "ps",
            "-a",
            "--filter",
            "label=runbook.world",
            "--filter",
            filter,
            "--format",
            "{{.Names}}"
        );

    /// <summary>The volumes that a container brought with it.</summary>
    public static Task<string[]> VolumesAsync(string container) =>
        LinesAsync("inspect", "--format", "{{range .Mounts}}{{.Name}}\n{{end}}", container);

    public static async Task<bool> HasVolumeAsync(string volume) =>
        (await AskAsync("volume", "inspect", volume)).Code == 0;
}
