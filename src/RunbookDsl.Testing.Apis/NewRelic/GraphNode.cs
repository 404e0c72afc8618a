using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>An object that a document can ask, field by field.</summary>
/// <param name="Type">Its type, for messages.</param>
internal sealed record GraphNode(string Type)
{
    private readonly Dictionary<string, Func<JsonObject, object?>> _fields = [];

    public IEnumerable<string> Names => _fields.Keys;

    /// <summary>Adds a field: another node, a list of nodes, or JSON.</summary>
    public GraphNode With(string name, Func<JsonObject, object?> value)
    {
        _fields[name] = value;
        return this;
    }

    public GraphNode With(string name, object? value) => With(name, _ => value);

    /// <summary>What is asked for, and nothing else.</summary>
    /// <param name="asked">The fields.</param>
    /// <param name="unknown">Is told of a field that is not there, and gives the message.</param>
    public JsonObject Select(IReadOnlyList<GraphField> asked, Func<string, string, GraphNode, string> unknown)
    {
        var answer = new JsonObject();
        foreach (var field in asked)
        {
            if (field.Name == "__typename")
                answer[field.Alias] = Type;
            else if (_fields.TryGetValue(field.Name, out var value))
                answer[field.Alias] = Select(field, value(field.Arguments), unknown);
            else
                throw new GraphException(unknown(field.Name, Type, this));
        }
        return answer;
    }

    private JsonNode? Select(
        GraphField field,
        object? value,
        Func<string, string, GraphNode, string> unknown
    ) =>
        value switch
        {
            GraphNode node => node.Select(Within(field, node), unknown),
            IEnumerable<GraphNode> nodes => new JsonArray([
                .. nodes.Select(n => n.Select(Within(field, n), unknown)),
            ]),
            _ when field.Fields is not null && value is not null => throw new GraphException(
                $"Field \"{field.Name}\" must not have a selection since its type has no subfields."
            ),
            JsonNode node => node.DeepClone(),
            string text => text,
            bool flag => flag,
            int number => number,
            long number => number,
            null => null,
            _ => throw new InvalidOperationException($"{Type}.{field.Name} is no value of an answer."),
        };

    private static IReadOnlyList<GraphField> Within(GraphField field, GraphNode node) =>
        field.Fields
        ?? throw new GraphException(
            $"Field \"{field.Name}\" of type \"{node.Type}\" must have a selection of subfields."
        );
}
