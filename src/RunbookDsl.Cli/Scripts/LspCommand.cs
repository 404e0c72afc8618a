using System.Runtime.CompilerServices;
using RunbookDsl.LanguageServer;
using RunbookDsl.Scripting;
using RunbookDsl.Testing.Scripts;

namespace RunbookDsl.Cli;

/// <summary><c>runbook lsp</c>: the language server over standard input and output.</summary>
internal static class LspCommand
{
    // The compiler's assemblies come with this method, and with no other verb.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async Task<int> RunAsync(Invocation invocation, Session session)
    {
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        var world = new Lazy<ScriptProfile>(WorldFile.Profile);
        var options = new LanguageServerOptions
        {
            Scripts = ScriptWorld.Options(session.Settings),
            ProfileOf = path => WorldFile.Is(path) ? world.Value : ScriptProfile.Runbook,
            DocumentsDirectory = Path.Combine(session.Settings.Cache, "editor"),
            Clock = session.Clock,
        };
        return await RunbookLanguageServer
            .RunAsync(input, output, options, CancellationToken.None)
            .ConfigureAwait(false);
    }
}
