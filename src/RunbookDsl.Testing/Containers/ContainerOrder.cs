namespace RunbookDsl.Testing;

/// <summary>The container that is wanted.</summary>
/// <param name="Client">Who is to start it, for messages.</param>
/// <param name="Image">One that behaves as PostgreSQL's official one.</param>
/// <param name="Folder">A folder of its own, not there yet; its name is the container's.</param>
/// <param name="Environment">The environment of this machine.</param>
internal sealed record ContainerOrder(
    string Client,
    string Image,
    string Folder,
    IReadOnlyDictionary<string, string> Environment
)
{
    /// <summary>The port of the server inside.</summary>
    public const int Port = 5432;

    /// <summary>The superuser's password, which no argument may show.</summary>
    public required string Password { get; init; }

    /// <summary>Arguments of the server.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Tells whether anybody still wants it; see <see cref="ContainerOwner"/>.</summary>
    public required string Owner { get; init; }

    /// <summary>How its databases are made.</summary>
    public const string InitialOptions = "--locale=C --encoding=UTF8";

    public string Name => Path.GetFileName(Folder);

    /// <summary>The error that says why there is no server.</summary>
    public WorldException Refused(string said) =>
        new(
            $"{Client} did not start {Image}. It said: {ServerLog.Tail(said)}\n"
                + "Start the engine (DOCKER_HOST says where it is) and have the image there, or leave the container "
                + "out of the world file: PostgreSQL of this machine is taken then."
        );
}
