using System.Runtime.CompilerServices;
using RunbookDsl.Testing.VerifyNUnit;

namespace RunbookDsl.Testing.NUnit.Tests;

internal static class VerifyStart
{
    [ModuleInitializer]
    public static void Initialize() => RunbookVerify.Initialize();
}
