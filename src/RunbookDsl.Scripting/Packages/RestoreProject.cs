using System.Text;

namespace RunbookDsl.Scripting.Packages;

/// <summary>
/// The project that <c>dotnet restore</c> is given: nothing of the user's own build settings reaches it.
/// </summary>
internal static class RestoreProject
{
    public static string Text(IReadOnlyList<PackageDirective> packages)
    {
        var text = new StringBuilder(
            """
            <Project>
              <PropertyGroup>
                <ImportDirectoryBuildProps>false</ImportDirectoryBuildProps>
                <ImportDirectoryBuildTargets>false</ImportDirectoryBuildTargets>
                <ImportDirectoryPackagesProps>false</ImportDirectoryPackagesProps>
                <MSBuildProjectExtensionsPath>$(MSBuildProjectDirectory)/obj/</MSBuildProjectExtensionsPath>
              </PropertyGroup>
              <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <RestorePackagesWithLockFile>false</RestorePackagesWithLockFile>
                <DisableImplicitNuGetFallbackFolder>true</DisableImplicitNuGetFallbackFolder>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>

            """
        );
        foreach (var package in packages)
        {
            // Ids and versions are letters, digits, dots, dashes and plus signs: nothing to escape.
            text.Append(
                $"    <PackageReference Include=\"{package.Id}\" Version=\"[{package.Version}]\" />\n"
            );
        }

        return text.Append(
                """
                  </ItemGroup>
                  <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
                </Project>

                """
            )
            .ToString();
    }

    /// <summary>The lines that say what went wrong, each once and without the project's path.</summary>
    public static string Errors(string output)
    {
        var lines = new List<string>();
        foreach (
            var line in output.Split(
                '\n',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            )
        )
        {
            var at = line.IndexOf("error", StringComparison.Ordinal);
            if (at < 0)
            {
                continue;
            }

            var isProjectLast = line.EndsWith(".csproj]", StringComparison.Ordinal);
            var end = isProjectLast ? line.LastIndexOf(" [", StringComparison.Ordinal) : line.Length;
            var text = "  " + (end > at ? line[at..end] : line[at..]);
            if (!lines.Contains(text))
            {
                lines.Add(text);
            }
        }

        return lines.Count > 0 ? string.Join('\n', lines) : "  " + output.Trim();
    }
}
