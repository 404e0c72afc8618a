using System.Text.Json;

namespace RunbookDsl.Scripting.Packages;

/// <summary>
/// Reads and writes <c>runbook.lock.json</c>: sorted and indented, so that a review shows what changed.
/// </summary>
public static class PackageLockFormat
{
    private const int Version = 1;

    /// <summary>
    /// Null when the bytes are not a lock file of this version; then <paramref name="problem"/> says why.
    /// </summary>
    /// <param name="content">The file's bytes.</param>
    /// <param name="problem">What is wrong; empty otherwise.</param>
    public static PackageLock? Read(byte[] content, out string problem)
    {
        problem = "";
        try
        {
            using var document = JsonDocument.Parse(content);
            var root = document.RootElement;
            var version = root.GetProperty("version").GetInt32();
            if (version != Version)
            {
                problem = $"the lock file has version {version}; this tool reads version {Version}";
                return null;
            }

            var packages = root.GetProperty("packages")
                .EnumerateObject()
                .ToDictionary(p => p.Name, ReadPackage);
            var scripts = root.GetProperty("scripts").EnumerateObject().ToDictionary(p => p.Name, ReadScript);
            var unknown = scripts
                .Values.SelectMany(s => s.Packages)
                .FirstOrDefault(p => !packages.ContainsKey(p));
            problem = unknown is null
                ? ""
                : $"the lock file names package {unknown} but does not describe it";
            return unknown is null ? new PackageLock(scripts, packages) : null;
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            problem = $"the lock file cannot be read: {e.Message}";
            return null;
        }
    }

    /// <summary>The bytes of a lock file, ending in a line feed.</summary>
    /// <param name="locked">What to write.</param>
    public static byte[] Write(PackageLock locked)
    {
        using var stream = new MemoryStream();
        using (
            var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" })
        )
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            writer.WriteStartObject("scripts");
            foreach (var (name, script) in locked.Scripts.OrderBy(s => s.Key, StringComparer.Ordinal))
            {
                writer.WriteStartObject(name);
                WriteList(writer, "requested", script.Requested);
                WriteList(writer, "packages", script.Packages);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteStartObject("packages");
            foreach (var (name, package) in locked.Packages.OrderBy(p => p.Key, StringComparer.Ordinal))
            {
                WritePackage(writer, name, package);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void WritePackage(Utf8JsonWriter writer, string name, LockedPackage package)
    {
        writer.WriteStartObject(name);
        writer.WriteString("sha512", package.Sha512);
        WriteList(writer, "compile", package.Compile);
        WriteList(writer, "runtime", package.Runtime);
        writer.WriteStartArray("targets");
        foreach (var target in package.Targets)
        {
            writer.WriteStartObject();
            writer.WriteString("path", target.Path);
            writer.WriteString("rid", target.Rid);
            writer.WriteBoolean("native", target.Native);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static LockedScript ReadScript(JsonProperty script) =>
        new(ReadList(script.Value, "requested"), ReadList(script.Value, "packages"));

    private static LockedPackage ReadPackage(JsonProperty package)
    {
        var name = package.Name.Split('/');
        if (name.Length != 2)
        {
            throw new FormatException($"'{package.Name}' is not of the form Id/Version");
        }

        var targets = package
            .Value.GetProperty("targets")
            .EnumerateArray()
            .Select(t => new LockedTarget(
                Local(t.GetProperty("path").GetString()),
                t.GetProperty("rid").GetString() ?? "",
                t.GetProperty("native").GetBoolean()
            ));
        return new LockedPackage(
            name[0],
            name[1],
            package.Value.GetProperty("sha512").GetString() ?? "",
            [.. ReadList(package.Value, "compile").Select(Local)],
            [.. ReadList(package.Value, "runtime").Select(Local)],
            [.. targets]
        );
    }

    // A lock file comes with a repository: it may not point out of the packages folder.
    private static string Local(string? path) =>
        path is null || Path.IsPathRooted(path) || path.Split('/', '\\').Contains("..")
            ? throw new FormatException($"'{path}' leaves the package's folder")
            : path;

    private static string[] ReadList(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(e => e.GetString() ?? "")];

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<string> items)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStringValue(item);
        }

        writer.WriteEndArray();
    }
}
