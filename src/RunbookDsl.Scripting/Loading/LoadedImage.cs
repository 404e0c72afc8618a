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
                return _isUnchanging ??= Assembly().GetTypes().All(IsWithoutState);
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

    // The compiler's own caches of delegates hold nothing of a run.
    private static bool IsWithoutState(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute), false)
        || type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .All(f => f.IsLiteral || (f.IsInitOnly && IsConstant(f.FieldType)));

    // Specs of the language are immutable by its own law.
    private static bool IsConstant(Type type) =>
        type.IsPrimitive
        || type.IsEnum
        || type == typeof(string)
        || type == typeof(TimeSpan)
        || type == typeof(DateTimeOffset)
        || (type.IsArray && IsConstant(type.GetElementType()!))
        || type.Assembly == typeof(AuthoringSession).Assembly;
}
