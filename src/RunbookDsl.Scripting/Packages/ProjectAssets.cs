using System.Text.Json;

namespace RunbookDsl.Scripting.Packages;

/// <summary>Reads what <c>dotnet restore</c> resolved.</summary>
internal static class ProjectAssets
{
    // A folder that a package keeps empty on purpose is named by this file.
    private const string Placeholder = "_._";

    public static IReadOnlyList<LockedPackage> Read(byte[] content)
    {
        using var document = JsonDocument.Parse(content);
        var libraries = document.RootElement.GetProperty("libraries");
        var packages = new List<LockedPackage>();
        foreach (var target in document.RootElement.GetProperty("targets").EnumerateObject())
        {
            foreach (var library in target.Value.EnumerateObject())
            {
                if (library.Value.GetProperty("type").GetString() == "package")
                {
                    packages.Add(ReadPackage(library, libraries.GetProperty(library.Name)));
                }
            }
        }

        return [.. packages.OrderBy(p => p.Name, StringComparer.Ordinal)];
    }

    private static LockedPackage ReadPackage(JsonProperty target, JsonElement library)
    {
        var slash = target.Name.IndexOf('/', StringComparison.Ordinal);
        return new LockedPackage(
            target.Name[..slash],
            target.Name[(slash + 1)..],
            library.GetProperty("sha512").GetString() ?? "",
            Files(target.Value, "compile"),
            Files(target.Value, "runtime"),
            Targets(target.Value)
        );
    }

    private static string[] Files(JsonElement target, string kind) =>
        target.TryGetProperty(kind, out var files)
            ?
            [
                .. files
                    .EnumerateObject()
                    .Select(f => f.Name)
                    .Where(f => !f.EndsWith(Placeholder, StringComparison.Ordinal)),
            ]
            : [];

    private static LockedTarget[] Targets(JsonElement target) =>
        target.TryGetProperty("runtimeTargets", out var files)
            ?
            [
                .. files
                    .EnumerateObject()
                    .Where(f => !f.Name.EndsWith(Placeholder, StringComparison.Ordinal))
                    .Select(f => new LockedTarget(
                        f.Name,
                        f.Value.GetProperty("rid").GetString() ?? "",
                        f.Value.GetProperty("assetType").GetString() == "native"
                    )),
            ]
            : [];
}
