namespace RunbookDsl.Testing;

/// <summary>All programs that scripted machines have.</summary>
internal static class ProgramTable
{
    private static readonly Dictionary<string, HostProgram> Programs = new HostProgram[][]
    {
        FilePrograms.All,
        FolderPrograms.All,
        TextPrograms.All,
        MachinePrograms.All,
        CarryingPrograms.All,
        SystemctlProgram.All,
        PackagePrograms.All,
        ComposeProgram.All,
        NginxProgram.All,
        CurlProgram.All,
        JobPrograms.All,
        JournalProgram.All,
        UserPrograms.All,
        CertificatePrograms.All,
        RotateProgram.All,
        ScpProgram.All,
        SyncProgram.All,
        RedisProgram.All,
    }
        .SelectMany(p => p)
        .ToDictionary(p => p.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => Programs.Keys;

    public static HostProgram? Find(string name) => Programs.GetValueOrDefault(name);
}
