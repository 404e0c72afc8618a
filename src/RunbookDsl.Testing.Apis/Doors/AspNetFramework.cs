using System.Reflection;
using System.Runtime.Loader;

namespace RunbookDsl.Testing.Apis;

/// <summary>
/// Makes the web server's framework known to a process that was started without it: the command line does
/// not ask the runtime for it, so that a start that needs no web server does not pay for one.
/// </summary>
internal static class AspNetFramework
{
    private const string Name = "Microsoft.AspNetCore.App";
    private const string Server = "Microsoft.AspNetCore.Server.Kestrel.Core.dll";
    private static readonly Lazy<string?> Missing = new(Find);

    /// <summary>Returns when its assemblies can be loaded.</summary>
    /// <exception cref="WorldException">It is not on this machine.</exception>
    public static void Need()
    {
        if (Missing.Value is { } why)
            throw new WorldException(why);
    }

    /// <summary>The newest version in a folder that goes with a runtime; null when there is none.</summary>
    /// <param name="folder">Holds a folder for each version.</param>
    /// <param name="runtime">Major and minor version have to be the same.</param>
    internal static string? Newest(string folder, Version runtime) =>
        !Directory.Exists(folder)
            ? null
            : Directory
                .GetDirectories(folder)
                .Select(path => (Path: path, Version: Parse(Path.GetFileName(path))))
                .Where(f => f.Version?.Major == runtime.Major && f.Version.Minor == runtime.Minor)
                .OrderByDescending(f => f.Version)
                .Select(f => f.Path)
                .FirstOrDefault(path => File.Exists(Path.Combine(path, Server)));

    /// <summary>What is missing, and what brings it.</summary>
    internal static string Why(string shared, Version version) =>
        $"the fakes of HTTP APIs need {Name} {version.Major}.{version.Minor}, which is not in "
        + $"{(shared.Length > 0 ? shared : "this program")}: install aspnetcore-runtime-"
        + $"{version.Major}.{version.Minor} beside the .NET runtime.";

    private static string? Find()
    {
        var given = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        if (given.Contains(Server, StringComparison.Ordinal))
            return null;
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";
        var shared = Path.GetDirectoryName(Path.GetDirectoryName(runtime)) ?? "";
        var version = Environment.Version;
        if (Newest(Path.Combine(shared, Name), version) is not { } folder)
            return Why(shared, version);
        AssemblyLoadContext.Default.Resolving += (context, name) => Load(context, folder, name);
        return null;
    }

    private static Assembly? Load(AssemblyLoadContext context, string folder, AssemblyName name)
    {
        var file = Path.Combine(folder, $"{name.Name}.dll");
        return File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
    }

    // Previews are named 10.0.0-rc.1.
    private static Version? Parse(string name) =>
        Version.TryParse(name.Split('-')[0], out var version) ? version : null;
}
