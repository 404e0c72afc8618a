using System.Security.Cryptography;

namespace RunbookDsl.Testing;

/// <summary>
/// What a throw-away folder leaves when its time is over, and how it goes. The shell that removes it is
/// started before the folder is made: whoever is killed at whatever moment leaves nothing.
/// </summary>
internal static class Remains
{
    /// <summary>
    /// The variable that names the folder to the programs that work in it; these are ended before it is
    /// removed, wherever they went.
    /// </summary>
    public const string Variable = "RUNBOOK_WORLD";

    /// <summary>
    /// Two functions of a shell: <c>end_programs FOLDER</c>, and <c>remove FOLDER</c>, which tries again
    /// while something still writes there.
    /// </summary>
    public const string Functions = $$"""
        end_programs() {
          left=200
          while [ "$left" -gt 0 ]; do
            found=$(grep -lzaxF -- "{{Variable}}=$1" /proc/[0-9]*/environ 2>/dev/null)
            [ -n "$found" ] || return 0
            for process in $found; do process=${process%/environ}; kill -KILL "${process#/proc/}"; done
            left=$((left - 1))
            sleep 0.02
          done
        }
        remove() {
          left=100
          until rm -rf -- "$1" && [ ! -e "$1" ] || [ "$left" = 0 ]; do left=$((left - 1)); sleep 0.05; done
        }

        """;

    /// <summary>The path of a folder that is not there yet.</summary>
    public static string NewPath(string root, string prefix) =>
        Path.Combine(root, prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)));
}
