using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RunbookDsl.Testing.Apis;

/// <summary>
/// An object in a request's body, read field by field; a field of another type, or one the model does not
/// know, is refused in the provider's way.
/// </summary>
/// <param name="values">The object.</param>
/// <param name="refuse">The provider's error with this text.</param>
internal sealed class RequestFields(JsonObject values, Func<string, ApiRefusal> refuse)
{
    private static readonly JsonDocumentOptions Strict = new()
    {
        MaxDepth = 32,
        AllowDuplicateProperties = false,
    };

    public IEnumerable<string> Names => values.Select(v => v.Key);

    public JsonObject Values => values;

    /// <summary>The object in a body; an empty body is an empty object.</summary>
    public static RequestFields Of(ApiRequest request, Func<string, ApiRefusal> refuse)
    {
        try
        {
            if (request.Body.Length == 0)
                return new([], refuse);
            return JsonNode.Parse(request.Body, documentOptions: Strict) is JsonObject there
                ? new(there, refuse)
                : throw refuse("the body is no JSON object");
        }
        catch (JsonException)
        {
            throw refuse("the body is no JSON");
        }
    }

    public bool Has(string name) => values.ContainsKey(name);

    public bool IsNull(string name) => values.ContainsKey(name) && values[name] is null;

    /// <summary>Refuses every field but these, with a finding that names the nearest.</summary>
    public RequestFields Only(ModelFake fake, string of, params string[] known)
    {
        foreach (var name in Names)
            if (!known.Contains(name))
                throw refuse(fake.Scene.Unknown(fake.System, Said(name), known.Select(Said)));
        return this;
        string Said(string name) => $"the field {name} of {of}";
    }

    /// <summary>A text; null when it is not there or null.</summary>
    public string? Text(string name) =>
        values[name] switch
        {
            null => null,
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            _ => throw refuse($"{name} is no text"),
        };

    /// <summary>A text, or a number as text.</summary>
    public string? Loose(string name) =>
        values[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number
            ? value.ToJsonString()
            : Text(name);

    public bool? Flag(string name) =>
        values[name] switch
        {
            null => null,
            JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
            JsonValue value when value.TryGetValue<string>(out var text) && text is "true" or "false" =>
                value.ToString() == "true",
            _ => throw refuse($"{name} is neither true nor false"),
        };

    public long? Number(string name) =>
        Loose(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
        : throw refuse($"{name} is no whole number");

    public RequestFields? Object(string name) =>
        values[name] switch
        {
            null => null,
            JsonObject inner => new(inner, refuse),
            _ => throw refuse($"{name} is no object"),
        };

    public IReadOnlyList<string> Texts(string name) =>
        values[name] switch
        {
            null => [],
            JsonArray array => [.. array.Select(v => v?.ToString() ?? throw refuse($"{name} holds null"))],
            _ => throw refuse($"{name} is no list"),
        };

    public IReadOnlyList<RequestFields> Objects(string name) =>
        values[name] switch
        {
            JsonArray array =>
            [
                .. array.Select(v =>
                    v is JsonObject inner
                        ? new RequestFields(inner, refuse)
                        : throw refuse($"{name} holds no objects")
                ),
            ],
            null => [],
            _ => throw refuse($"{name} is no list"),
        };
}
