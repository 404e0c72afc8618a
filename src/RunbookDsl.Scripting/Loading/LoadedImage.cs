using System.Reflection;
using System.Runtime.CompilerServices;

namespace RunbookDsl.Scripting.Loading;

/// <summary>
/// A compiled script's image in its load context; its code is made once, however often it runs.
/// </summary>
internal sealed class LoadedImage(ScriptLoadContext context, byte[] image, int entryToken)
{
    private readonly Lock _gate = new();
    private Assembly? _assembly;
    private Func<object?[], Task<object?>>? _entry;
    private bool? _isUnchanging;

    /// <summary>
    /// Whether one run leaves nothing behind for the next: no type of the script holds what could change.
    /// </summary>
    public bool IsUnchanging
    {
        get
        {
            lock (_gate)
                return _isUnchanging ??= IsWithoutState(Assembly());
        }
    }

    /// <summary>Runs the top-level statements.</summary>
    public Task<object?> RunAsync()
    {
        using var scope = context.EnterContextualReflection();
        // The submission's own slot and one before it for a predecessor, which a file has not.
        return Entry()(new object?[2]);
    }

    /// <summary>Lets it go once nothing of it is referenced any more.</summary>
    public void Unload() => context.Unload();

    private Func<object?[], Task<object?>> Entry()
    {
        lock (_gate)
            return _entry ??= (
                (MethodInfo)Assembly().ManifestModule.ResolveMethod(entryToken)!
            ).CreateDelegate<Func<object?[], Task<object?>>>();
    }

    private Assembly Assembly() =>
        _assembly ??= context.LoadFromStream(new MemoryStream(image, writable: false));

    // What cannot be looked at is not known to hold nothing.
    private static bool IsWithoutState(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes().All(IsWithoutState);
        }
        catch (Exception e) when (e is ReflectionTypeLoadException or TypeLoadException or IOException)
        {
            return false;
        }
    }

    // The compiler's own caches of delegates hold nothing of a run. Whatever else is static has a value that
    // was made once, for the run that was the first: only constants are the same for every run.
    private static bool IsWithoutState(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute), false)
        || type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .All(f => f.IsLiteral);
}
