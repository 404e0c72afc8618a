using RunbookDsl.Scripting.Compiling;
using RunbookDsl.Scripting.Packages;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>
/// The files of a script's restored packages, from the lock file and the local folder alone.
/// </summary>
internal sealed class PackageAssets
{
    public ClosureFile? LockFile { get; private set; }

    public List<string> Compile { get; } = [];

    public List<string> Runtime { get; } = [];

    /// <summary>Which package, in which version, a file to compile against is from.</summary>
    public Dictionary<string, string> Packages { get; } = new(StringComparer.Ordinal);

    public List<RuntimeFile> Natives { get; } = [];

    public static PackageAssets Resolve(CompileRequest request, ScriptClosure closure)
    {
        var assets = new PackageAssets();
        if (closure.Packages.Count > 0 && !closure.Findings.Has(ScriptDiagnosticIds.PackageDirective))
        {
            assets.Read(request, closure);
        }

        return assets;
    }

    private void Read(CompileRequest request, ScriptClosure closure)
    {
        var script = Path.GetFileName(request.Path);
        LockedScript? locked = null;
        PackageLock? lockFile = null;
        var isThere = request.Archive?.Has(request.LockFile) ?? File.Exists(request.LockFile);
        if (isThere)
        {
            var content = request.Archive?.Find(request.LockFile) ?? File.ReadAllBytes(request.LockFile);
            LockFile = new ClosureFile(request.LockFile, ClosureFileKind.LockFile, content);
            lockFile = PackageLockFormat.Read(content, out var problem);
            if (lockFile is null)
            {
                var message = $"{problem}; run `runbook restore {script}` to write it anew";
                closure.Findings.Add(request.LockFile, ScriptDiagnosticIds.LockFile, message);
                return;
            }

            locked = lockFile.Scripts.GetValueOrDefault(script);
        }

        foreach (var wanted in closure.Packages)
        {
            if (locked is null || !locked.Requested.Contains($"{wanted.Id}/{wanted.Version}"))
            {
                closure.Findings.Add(NotRestored(wanted, $"is not in {PackageLock.FileName}", script));
            }
        }

        foreach (var name in locked?.Packages ?? [])
        {
            Add(lockFile!.Packages[name], request.PackagesFolder, closure, script);
        }
    }

    private void Add(LockedPackage package, string folder, ScriptClosure closure, string script)
    {
        var root = PackageFolder.Of(folder, package.Id, package.Version);
        if (PackageFolder.Check(root, package) is { } problem)
        {
            var wanted =
                closure.Packages.Find(p => p.Id.Equals(package.Id, StringComparison.OrdinalIgnoreCase))
                ?? closure.Packages[0];
            closure.Findings.Add(
                NotRestored(wanted with { Id = package.Id, Version = package.Version }, problem, script)
            );
            return;
        }

        foreach (var path in package.Compile.Select(p => Path.Combine(root, p)))
        {
            Compile.Add(path);
            Packages[path] = $"{package.Id}/{package.Version}";
        }

        var best = RuntimeTargets.Best(package.Targets);
        var replaced = best.Where(t => !t.Native).Select(t => Path.GetFileName(t.Path)).ToHashSet();
        Runtime.AddRange(
            package
                .Runtime.Where(p => !replaced.Contains(Path.GetFileName(p)))
                .Select(p => Path.Combine(root, p))
        );
        Runtime.AddRange(best.Where(t => !t.Native).Select(t => Path.Combine(root, t.Path)));
        Natives.AddRange(
            best.Where(t => t.Native)
                .Select(t => new RuntimeFile(Path.GetFileName(t.Path), Path.Combine(root, t.Path)))
        );
    }

    private static ScriptDiagnostic NotRestored(PackageDirective wanted, string why, string script) =>
        new(
            wanted.File,
            wanted.Line,
            wanted.Column,
            wanted.Line,
            wanted.Column,
            ScriptSeverity.Error,
            ScriptDiagnosticIds.NotRestored,
            $"package '{wanted.Id} {wanted.Version}' {why}; run `runbook restore {script}`"
        );
}
