using RunbookDsl.Scripting.Cache;
using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Scripting.Packages;

/// <summary>
/// Restores with the SDK's own <c>dotnet restore</c>, in a project of its own beside the packages.
/// </summary>
/// <param name="options">The host's.</param>
/// <param name="compiler">Makes the compiler, which reads the directives.</param>
/// <param name="processes">Starts <c>dotnet</c>.</param>
public sealed class PackageRestorer(
    ScriptHostOptions options,
    Func<IScriptCompiler> compiler,
    IProcessRunner processes
) : IPackageRestorer
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<LockedPackage>> RestoreAsync(
        string path,
        CancellationToken cancellationToken
    )
    {
        var request = CompileRequest.For(path, options, ScriptProfile.Runbook);
        var wanted = compiler().FindPackages(request, cancellationToken);
        var locked = Existing(request.LockFile);
        var script = Path.GetFileName(request.Path);
        if (wanted.Count == 0)
        {
            Write(request.LockFile, Without(locked, script));
            return [];
        }

        var work = Path.Combine(Path.GetDirectoryName(request.PackagesFolder)!, "restore", script);
        Directory.CreateDirectory(work);
        var project = Path.Combine(work, "restore.csproj");
        await File.WriteAllTextAsync(project, RestoreProject.Text(wanted), cancellationToken)
            .ConfigureAwait(false);
        await RunAsync(project, work, request, wanted, cancellationToken).ConfigureAwait(false);
        var assets = await File.ReadAllBytesAsync(
                Path.Combine(work, "obj", "project.assets.json"),
                cancellationToken
            )
            .ConfigureAwait(false);
        var packages = ProjectAssets.Read(assets);
        Write(request.LockFile, With(Without(locked, script), script, wanted, packages));
        return packages;
    }

    private async Task RunAsync(
        string project,
        string work,
        CompileRequest request,
        IReadOnlyList<PackageDirective> wanted,
        CancellationToken cancellationToken
    )
    {
        var command = new ProcessCommand(
            "dotnet",
            ["restore", project, "--packages", request.PackagesFolder, "--nologo", "--verbosity", "quiet"]
        )
        {
            Directory = work,
            Environment = new Dictionary<string, string?>
            {
                ["DOTNET_NOLOGO"] = "1",
                ["DOTNET_CLI_UI_LANGUAGE"] = "en",
            },
        };
        var result = await processes.RunAsync(command, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode == 0)
        {
            return;
        }

        var names = string.Join(", ", wanted.Select(p => $"{p.Id} {p.Version}"));
        var said = RestoreProject.Errors(result.Output + "\n" + result.Error);
        throw new PackageRestoreException(
            $"{request.Path}: packages could not be restored ({names}). `dotnet restore` said:\n{said}\n"
                + "Correct the #r line, or the sources in nuget.config, and run `runbook restore` again."
        );
    }

    private static PackageLock Existing(string path)
    {
        var empty = new PackageLock(
            new Dictionary<string, LockedScript>(),
            new Dictionary<string, LockedPackage>()
        );
        // An unreadable lock file is written anew: that is what its error message promises.
        return File.Exists(path) ? PackageLockFormat.Read(File.ReadAllBytes(path), out _) ?? empty : empty;
    }

    private static PackageLock Without(PackageLock locked, string script) =>
        Pruned(locked.Scripts.Where(s => s.Key != script).ToDictionary(), locked.Packages);

    private static PackageLock With(
        PackageLock locked,
        string script,
        IReadOnlyList<PackageDirective> wanted,
        IReadOnlyList<LockedPackage> packages
    )
    {
        var all = locked.Packages.ToDictionary();
        foreach (var package in packages)
        {
            all[package.Name] = package;
        }

        var requested = wanted.Select(w => $"{w.Id}/{w.Version}").Order(StringComparer.Ordinal);
        var scripts = locked.Scripts.ToDictionary();
        scripts[script] = new LockedScript([.. requested], [.. packages.Select(p => p.Name)]);
        return Pruned(scripts, all);
    }

    private static PackageLock Pruned(
        Dictionary<string, LockedScript> scripts,
        IReadOnlyDictionary<string, LockedPackage> packages
    )
    {
        var used = scripts.Values.SelectMany(s => s.Packages).ToHashSet();
        return new PackageLock(scripts, packages.Where(p => used.Contains(p.Key)).ToDictionary());
    }

    private static void Write(string path, PackageLock locked)
    {
        var content = PackageLockFormat.Write(locked);
        if (
            File.Exists(path)
                ? File.ReadAllBytes(path).AsSpan().SequenceEqual(content)
                : locked.Scripts.Count == 0
        )
        {
            return;
        }

        var temporary = path + "." + Path.GetRandomFileName() + ".tmp";
        PrivateFiles.Create(temporary, content);
        if (!OperatingSystem.IsWindows())
        {
            // Committed with the scripts, so as readable as they are.
            File.SetUnixFileMode(
                temporary,
                UnixFileMode.UserRead
                    | UnixFileMode.UserWrite
                    | UnixFileMode.GroupRead
                    | UnixFileMode.OtherRead
            );
        }

        File.Move(temporary, path, overwrite: true);
    }
}
