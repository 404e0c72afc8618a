using System.Runtime.InteropServices;

namespace Benchmarks.Measuring;

/// <summary>The few calls of the machine's own SQLite that one insert needs.</summary>
internal static unsafe partial class Sqlite
{
    public const int Done = 101;

    private const string Library = "libsqlite3.so.0";

    public static bool IsThere
    {
        get
        {
            var found = NativeLibrary.TryLoad(Library, out var handle);
            if (found)
                NativeLibrary.Free(handle);
            return found;
        }
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_libversion")]
    public static partial byte* Version();

    [LibraryImport(Library, EntryPoint = "sqlite3_open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, out nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_exec", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Execute(nint database, string sql, nint callback, nint state, nint error);

    [LibraryImport(Library, EntryPoint = "sqlite3_prepare_v2", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Prepare(nint database, string sql, int length, out nint statement, nint rest);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_blob")]
    public static partial int Bind(nint statement, int index, byte* value, int length, nint release);

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    public static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    public static partial int Reset(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_finalize")]
    public static partial int Finish(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_close")]
    public static partial int Close(nint database);
}
