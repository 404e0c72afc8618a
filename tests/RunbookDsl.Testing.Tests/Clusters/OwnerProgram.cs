using System.Diagnostics;

namespace RunbookDsl.Testing.Tests.Clusters;

/// <summary>A process of its own that has a world, says where it is, and waits to be killed.</summary>
internal static class OwnerProgram
{
    public static Process Start(params string[] arguments) => StartWith(Machine.Environment(), arguments);

    public static Process StartWith(
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    )
    {
        var program = Path.Combine(
            AppContext.BaseDirectory.Replace("RunbookDsl.Testing.Tests", "RunbookDsl.Testing.Tests.Owner"),
            "RunbookDsl.Testing.Tests.Owner"
        );
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
