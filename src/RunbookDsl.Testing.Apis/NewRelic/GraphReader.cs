using System.Globalization;
using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>
/// Reads the part of GraphQL that operations by hand are written in: one operation, its variables, fields
/// with aliases, arguments and fields within. No fragments and no directives.
/// </summary>
internal sealed class GraphReader
{
    private const int Longest = 64 << 10;
    private const int Deepest = 20;
    private const int MostFields = 1000;
    private readonly GraphTokens _tokens;
    private readonly JsonObject _variables;
    private int _fields;

    private GraphReader(string document, JsonObject variables) =>
        (_tokens, _variables) = (new(document), variables);

    /// <exception cref="GraphException">It is not of this part of the language, or too large.</exception>
    public static GraphOperation Read(string document, JsonObject variables)
    {
        if (document.Length > Longest)
            throw new GraphException("The query is too large");
        return new GraphReader(document, variables).Operation();
    }

    private GraphOperation Operation()
    {
        var isMutation = false;
        if (_tokens.Next is "query" or "mutation")
        {
            isMutation = _tokens.Take() == "mutation";
            if (GraphTokens.IsName(_tokens.Next))
                _tokens.Take();
            if (_tokens.Next == "(")
                Variables();
        }
        var fields = Fields(0);
        if (_tokens.Next.Length > 0)
            throw new GraphException($"syntax error before: {_tokens.Next}");
        return new(isMutation, fields);
    }

    private void Variables()
    {
        _tokens.Need("(");
        while (_tokens.Next != ")")
        {
            _tokens.Need("$");
            var name = _tokens.Name();
            _tokens.Need(":");
            var isNeeded = Type(0);
            if (_tokens.Next == "=")
            {
                _tokens.Take();
                var value = Value(0);
                if (!_variables.ContainsKey(name))
                    _variables[name] = value;
            }
            else if (isNeeded && _variables[name] is null)
                throw new GraphException($"Variable \"${name}\": Expected non-null, found null.");
            else if (!_variables.ContainsKey(name))
                _variables[name] = null;
        }
        _tokens.Take();
    }

    private bool Type(int depth)
    {
        Deep(depth);
        if (_tokens.Next == "[")
        {
            _tokens.Take();
            Type(depth + 1);
            _tokens.Need("]");
        }
        else
            _tokens.Name();
        if (_tokens.Next != "!")
            return false;
        _tokens.Take();
        return true;
    }

    private List<GraphField> Fields(int depth)
    {
        Deep(depth);
        var fields = new List<GraphField>();
        _tokens.Need("{");
        while (_tokens.Next != "}")
        {
            if (++_fields > MostFields)
                throw new GraphException("The query asks for too many fields");
            fields.Add(Field(depth));
        }
        _tokens.Take();
        return fields.Count > 0 ? fields : throw new GraphException("syntax error before: }");
    }

    private GraphField Field(int depth)
    {
        if (_tokens.Next is "..." or "@")
            throw new GraphException("fragments and directives are not known in this world");
        var name = _tokens.Name();
        var alias = name;
        if (_tokens.Next == ":")
        {
            _tokens.Take();
            name = _tokens.Name();
        }
        var arguments = _tokens.Next == "(" ? Members("(", ")", depth) : [];
        return new(alias, name, arguments, _tokens.Next == "{" ? Fields(depth + 1) : null);
    }

    private JsonObject Members(string open, string close, int depth)
    {
        var members = new JsonObject();
        _tokens.Need(open);
        while (_tokens.Next != close)
        {
            var name = _tokens.Name();
            _tokens.Need(":");
            if (!members.TryAdd(name, Value(depth + 1)))
                throw new GraphException($"There can be only one argument named \"{name}\"");
        }
        _tokens.Take();
        return members;
    }

    private JsonNode? Value(int depth)
    {
        Deep(depth);
        switch (_tokens.Next)
        {
            case "{":
                return Members("{", "}", depth);
            case "[":
                return List(depth);
            case "$":
                _tokens.Take();
                return Variable(_tokens.Name());
        }
        var token = _tokens.Take();
        return token switch
        {
            "true" => true,
            "false" => false,
            "null" => null,
            ['"', ..] => JsonValue.Create(GraphTokens.Text(token)),
            _ when GraphTokens.IsName(token) => JsonValue.Create(token),
            _ => Number(token),
        };
    }

    private JsonArray List(int depth)
    {
        var list = new JsonArray();
        _tokens.Need("[");
        while (_tokens.Next != "]")
            list.Add(Value(depth + 1));
        _tokens.Take();
        return list;
    }

    private JsonNode? Variable(string name) =>
        _variables.TryGetPropertyValue(name, out var value)
            ? value?.DeepClone()
            : throw new GraphException($"Variable \"${name}\" is not defined.");

    private static JsonNode Number(string token) =>
        long.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? whole
        : double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? real
        : throw new GraphException($"syntax error before: {token}");

    private static void Deep(int depth)
    {
        if (depth > Deepest)
            throw new GraphException("The query is too deep");
    }
}
