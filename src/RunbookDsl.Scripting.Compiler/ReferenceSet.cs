using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using RunbookDsl.Scripting.Compiling;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>
/// The assemblies of one compilation: the framework's reference pack, the host's language, what the script
/// names. Of two with the same name the framework's or the host's wins if it is not older, as it would at run
/// time.
/// </summary>
internal sealed class ReferenceSet(MetadataShelf? shelf)
{
    private readonly Dictionary<string, (MetadataReference Reference, Version Version, bool Host)> _byName =
        new(StringComparer.OrdinalIgnoreCase);

    private readonly List<ClosureFile> _files = [];
    private readonly List<RuntimeFile> _assemblies = [];

    public IEnumerable<MetadataReference> Metadata => _byName.Values.Select(r => r.Reference);

    public IReadOnlyList<ClosureFile> Files => _files;

    public IReadOnlyList<RuntimeFile> Assemblies => _assemblies;

    /// <summary>What the script itself brought, by simple name, with its version.</summary>
    public Dictionary<string, string> Foreign { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All references of a script.</summary>
    /// <param name="request">What is compiled.</param>
    /// <param name="closure">What it names; takes what is wrong with that.</param>
    /// <param name="packages">Its packages.</param>
    /// <param name="shelf">Keeps what was read for the next compilation; null reads everything anew.</param>
    public static ReferenceSet Build(
        CompileRequest request,
        ScriptClosure closure,
        PackageAssets packages,
        MetadataShelf? shelf = null
    )
    {
        var set = new ReferenceSet(shelf);
        set.AddFramework(request.ReferenceDirectory);
        set.AddHost(typeof(ReferenceSet).Assembly.Location, compileAgainst: false);
        foreach (var shared in request.SharedAssemblies)
        {
            set.AddHost(shared, compileAgainst: true);
        }

        set.AddPackages(packages);
        foreach (var (reference, heldBy, location) in closure.References)
        {
            set.AddNamed(reference, (heldBy, request.Archive), location, closure);
        }

        set._files.AddRange(closure.Missing.Select(m => new ClosureFile(m, ClosureFileKind.Missing, [])));
        return set;
    }

    private void AddFramework(string directory)
    {
        foreach (var reference in shelf?.Framework(directory) ?? MetadataShelf.ReadFramework(directory))
        {
            var name = Path.GetFileNameWithoutExtension(reference.FilePath!);
            _byName[name] = (reference, FrameworkVersion, true);
        }

        // The pack is one thing: one file stands for it.
        AddHost(Path.Combine(directory, "System.Runtime.dll"), compileAgainst: false);
    }

    private static Version FrameworkVersion { get; } =
        typeof(object).Assembly.GetName().Version ?? new Version();

    private void AddHost(string path, bool compileAgainst)
    {
        if (shelf is not null)
        {
            if (compileAgainst && shelf.Find(path) is { } kept)
            {
                _byName[kept.Name] = (kept.Reference, kept.Version, true);
            }

            return;
        }

        var content = File.ReadAllBytes(path);
        _files.Add(new ClosureFile(path, ClosureFileKind.HostAssembly, content));
        if (compileAgainst && Identify(content) is var (name, version))
        {
            _byName[name] = (MetadataReference.CreateFromImage(content, filePath: path), version, true);
        }
    }

    private void AddPackages(PackageAssets packages)
    {
        if (packages.LockFile is { } lockFile)
        {
            _files.Add(lockFile);
        }

        foreach (var path in packages.Compile)
        {
            if (shelf is null)
            {
                AddScript(path, File.ReadAllBytes(path), runtimePath: null, packages.Packages[path]);
            }
            else if (shelf.Find(path) is { } kept)
            {
                AddKept(kept);
            }
        }

        if (shelf is not null)
        {
            return;
        }

        foreach (var path in packages.Runtime)
        {
            AddRuntime(path);
        }
    }

    private void AddNamed(
        string reference,
        (string File, SourceArchive? Archive) held,
        Location location,
        ScriptClosure closure
    )
    {
        var path = SourceFiles.Absolute(reference, held.File);
        if (held.Archive?.Has(path) == true || File.Exists(path))
        {
            if (
                shelf is null
                    ? !AddScript(path, held.Archive?.Find(path) ?? File.ReadAllBytes(path), path)
                    : shelf.Find(path) is not { } kept || !AddKept(kept)
            )
            {
                var problem = $"#r \"{reference}\": {path} is not a .NET assembly";
                closure.Findings.Add(location, ScriptDiagnosticIds.NotAssembly, problem);
            }

            return;
        }

        // #r "System.Xml": the framework's, unless a file of that name appears later.
        var name = reference.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            ? reference[..^4]
            : reference;
        if (_byName.TryGetValue(name.Split(',')[0].Trim(), out var known) && known.Host)
        {
            closure.Missing.Add(path);
            return;
        }

        var message =
            $"#r \"{reference}\": {path} does not exist and the framework has no assembly of that name";
        closure.Findings.Add(location, ScriptDiagnosticIds.ReferenceNotFound, message);
    }

    private bool AddScript(string path, byte[] content, string? runtimePath, string? package = null)
    {
        if (Identify(content) is not var (name, version))
        {
            return false;
        }

        _files.Add(new ClosureFile(path, ClosureFileKind.ScriptAssembly, content));
        if (_byName.TryGetValue(name, out var known) && !Replaces(name, version, known.Version))
        {
            return true;
        }

        _byName[name] = (MetadataReference.CreateFromImage(content, filePath: path), version, false);
        Foreign[name] = package ?? version.ToString();
        if (runtimePath is not null)
        {
            _assemblies.Add(new RuntimeFile(name, runtimePath, MayChange: true));
        }

        return true;
    }

    private bool AddKept(KeptAssembly kept)
    {
        if (
            !_byName.TryGetValue(kept.Name, out var known) || Replaces(kept.Name, kept.Version, known.Version)
        )
        {
            _byName[kept.Name] = (kept.Reference, kept.Version, false);
        }

        return true;
    }

    private static bool Replaces(string name, Version version, Version known) =>
        known < version && !IsLanguage(name);

    private void AddRuntime(string path)
    {
        var content = File.ReadAllBytes(path);
        if (
            Identify(content) is var (name, version)
            && !(
                _byName.TryGetValue(name, out var known)
                && known.Host
                && (known.Version >= version || IsLanguage(name))
            )
        )
        {
            _files.Add(new ClosureFile(path, ClosureFileKind.ScriptAssembly, content));
            _assemblies.Add(new RuntimeFile(name, path));
        }
    }

    private static bool IsLanguage(string name) =>
        name.StartsWith("RunbookDsl", StringComparison.OrdinalIgnoreCase);

    /// <summary>Name and version of an assembly; null when it is none.</summary>
    public static (string Name, Version Version)? Identify(byte[] content)
    {
        try
        {
            using var reader = new PEReader(new MemoryStream(content, writable: false));
            var metadata = reader.GetMetadataReader();
            var definition = metadata.GetAssemblyDefinition();
            return (metadata.GetString(definition.Name), definition.Version);
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException)
        {
            return null;
        }
    }
}
