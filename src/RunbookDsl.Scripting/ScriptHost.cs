using System.Runtime.CompilerServices;
using RunbookDsl.Scripting.Cache;
using RunbookDsl.Scripting.Compiling;
using RunbookDsl.Scripting.Loading;

namespace RunbookDsl.Scripting;

/// <summary>
/// The script host: cache first, compiler on a miss. Safe to call from several threads and from a script that
/// is running (an included procedure).
/// </summary>
/// <param name="options">What scripts see and where the cache is.</param>
/// <param name="compiler">Makes the compiler. Called on the first miss only: keep its types out of other
/// methods.</param>
public sealed class ScriptHost(ScriptHostOptions options, Func<IScriptCompiler> compiler) : IScriptHost
{
    private readonly KeptImages? _kept = options.KeepsCode ? new() : null;
    private IScriptCompiler? _compiler;
    private int _noticed;

    /// <inheritdoc/>
    public LoadedScript Load(string path, CancellationToken cancellationToken) =>
        Load(path, ScriptProfile.Runbook, cancellationToken);

    /// <inheritdoc/>
    public LoadedScript Load(string path, ScriptProfile profile, CancellationToken cancellationToken)
    {
        var request = CompileRequest.For(path, options, profile);
        var identity = CacheIdentity.Of(request, profile.Name);
        string? problem = null;
        ScriptCache? cache = null;
        if (options is { CacheDirectory: { } directory, Archive: null })
        {
            problem = CacheTrust.Check(directory);
            cache = problem is null ? new ScriptCache(directory, options) : null;
        }

        return cache?.Find(identity) is { } hit
            ? Loaded(hit.Manifest, hit.Image, isFromCache: true, [])
            : Compile(request, identity, cache, problem, cancellationToken);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private LoadedScript Compile(
        CompileRequest request,
        string identity,
        ScriptCache? cache,
        string? problem,
        CancellationToken cancellationToken
    )
    {
        var compiled = Compiler().Compile(request, cancellationToken);
        var manifest = ManifestOf(compiled, identity, request.Path);
        problem ??= cache?.Store(manifest, compiled.Image);
        return Loaded(manifest, compiled.Image, isFromCache: false, NoticesFor(problem));
    }

    private LoadedScript Loaded(CacheManifest manifest, byte[] image, bool isFromCache, string[] notices)
    {
        var sources = SourcesOf(manifest);
        if (_kept?.Find(manifest) is { } kept)
        {
            return new LoadedScript(manifest, kept, sources) { FromCache = isFromCache, IsKept = true };
        }

        var (assemblies, natives) = (manifest.Assemblies, manifest.Natives);
        var context = new ScriptLoadContext(sources[0], assemblies, natives, options.Archive);
        var loaded = new LoadedImage(context, image, manifest.EntryToken);
        return new LoadedScript(manifest, loaded, sources)
        {
            FromCache = isFromCache,
            Notices = notices,
            IsKept = _kept?.Keep(manifest, loaded) == true,
        };
    }

    private IScriptCompiler Compiler() => LazyInitializer.EnsureInitialized(ref _compiler, compiler);

    private string[] NoticesFor(string? problem)
    {
        if (problem is null || Interlocked.Exchange(ref _noticed, 1) != 0)
        {
            return [];
        }

        return
        [
            $"The compile cache {options.CacheDirectory} is not used: {problem.TrimEnd('.')}. "
                + "Scripts are compiled in memory on every start until it is a directory of your own with mode 0700.",
        ];
    }

    private static CacheManifest ManifestOf(CompiledScript compiled, string identity, string path)
    {
        var hash = Cache.ContentHash.Of(compiled.Image);
        return new CacheManifest
        {
            Identity = identity,
            ImageFile = hash + ".dll",
            ImageLength = compiled.Image.Length,
            ImageHash = hash,
            ClosureHash = ClosureDigest.Of(compiled, path),
            EntryToken = compiled.EntryToken,
            Files = [.. compiled.Files.Select(FileStamp.Of)],
            Assemblies = [.. compiled.Assemblies],
            Natives = [.. compiled.Natives],
            Warnings = [.. compiled.Warnings],
            Steps = compiled.Steps,
        };
    }

    private static string[] SourcesOf(CacheManifest manifest)
    {
        var count = 0;
        while (count < manifest.Files.Length && manifest.Files[count].Kind == ClosureFileKind.Source)
        {
            count++;
        }

        var sources = new string[count];
        for (var i = 0; i < count; i++)
        {
            sources[i] = manifest.Files[i].Path;
        }

        return sources;
    }
}
