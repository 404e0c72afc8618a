using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>A field that a GraphQL document asks for.</summary>
/// <param name="Alias">The name in the answer.</param>
/// <param name="Name">The field.</param>
/// <param name="Arguments">Its arguments, with the values of variables.</param>
/// <param name="Fields">What is asked for within it; null for a scalar.</param>
internal sealed record GraphField(
    string Alias,
    string Name,
    JsonObject Arguments,
    IReadOnlyList<GraphField>? Fields
);

/// <summary>The operation of a document.</summary>
/// <param name="IsMutation">Whether it changes anything.</param>
/// <param name="Fields">What is asked for.</param>
internal sealed record GraphOperation(bool IsMutation, IReadOnlyList<GraphField> Fields);

/// <summary>A document that cannot be read or answered.</summary>
internal sealed class GraphException(string message, string? errorClass = null) : Exception(message)
{
    /// <summary>The vendor's word for the kind of error; null for an error of the language.</summary>
    public string? ErrorClass => errorClass;
}
