using System.Text.Json;

namespace RunbookDsl.Documents;

/// <summary>The reference as JSON. Names are stable: they are only ever added to.</summary>
public static class ReferenceJson
{
    /// <summary>Classes with their members.</summary>
    public static void Write(Utf8JsonWriter w, IEnumerable<ReferenceClass> classes)
    {
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(classes);
        w.WriteStartArray();
        foreach (var found in classes)
        {
            w.WriteStartObject();
            w.WriteString("class", found.Name);
            w.WriteString("kind", $"{found.Kind}".ToLowerInvariant());
            w.WriteString("package", found.Package);
            w.WriteString("declaration", found.Declaration);
            w.WriteString("text", found.Text);
            w.WritePropertyName("members");
            Write(w, found.Members);
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }

    /// <summary>Members, an overload each.</summary>
    public static void Write(Utf8JsonWriter w, IEnumerable<ReferenceMember> members)
    {
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(members);
        w.WriteStartArray();
        foreach (var member in members)
            Write(w, member);
        w.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter w, ReferenceMember member)
    {
        w.WriteStartObject();
        w.WriteString("name", member.FullName);
        w.WriteString("signature", member.Signature);
        w.WriteString("summary", member.Summary);
        w.WriteStartArray("parameters");
        foreach (var (name, type, text) in member.Parameters)
        {
            w.WriteStartObject();
            w.WriteString("name", name);
            w.WriteString("type", type);
            w.WriteString("text", text);
            w.WriteEndObject();
        }
        w.WriteEndArray();
        w.WriteString("remarks", member.Remarks);
        if (member.Facts is { } facts)
        {
            w.WriteString("operation", member.Makes);
            w.WriteString("effect", facts.EffectWords);
            w.WriteString("does", facts.Does);
            w.WriteString("verifies", facts.Verifies);
            w.WriteString("undoes", facts.Undoes);
            if (facts.HasProbe is { } probes)
                w.WriteBoolean("probe", probes);
            else
                w.WriteNull("probe");
            w.WriteString("warning", facts.Warning);
        }
        w.WriteEndObject();
    }
}
