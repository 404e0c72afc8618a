namespace RunbookDsl.Testing;

/// <summary>Where a query came from.</summary>
/// <param name="IsTcp">Whether over TCP.</param>
/// <param name="Port">The client's port.</param>
/// <param name="Gone">Fires when the client has gone.</param>
internal sealed record QueryOrigin(bool IsTcp, int Port, CancellationToken Gone);
