using System.Runtime.CompilerServices;

namespace RunbookDsl.Testing.Apis;

public static partial class ApiVerbs
{
    /// <summary>
    /// An account of AWS: AutoScaling, EC2, load balancers, and the CORS rules of buckets. Steps that start
    /// <c>aws</c> get to it by their environment; its keys are the secrets of <see cref="AwsBuilder.Keys"/>.
    /// </summary>
    /// <param name="name">Tells several accounts of one world apart.</param>
    /// <param name="file">The world file; the compiler fills it in.</param>
    /// <param name="line">The line; the compiler fills it in.</param>
    public static AwsBuilder Aws(
        string name = "aws",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => new(WorldSession.Current, new(name, new(file, line, "Aws", name)));
}
