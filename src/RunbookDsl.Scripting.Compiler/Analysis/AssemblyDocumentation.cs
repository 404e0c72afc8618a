using System.Globalization;
using System.Xml;
using Microsoft.CodeAnalysis;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>The documentation file beside an assembly, read when somebody first asks for it.</summary>
internal sealed class AssemblyDocumentation(string path) : DocumentationProvider
{
    private const long MostBytes = 64L << 20;
    private readonly Lazy<Dictionary<string, string>> _members = new(() => Read(path));

    protected override string? GetDocumentationForSymbol(
        string documentationMemberID,
        CultureInfo preferredCulture,
        CancellationToken cancellationToken = default
    ) => _members.Value.GetValueOrDefault(documentationMemberID, "");

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => path.GetHashCode(StringComparison.Ordinal);

    private static Dictionary<string, string> Read(string path)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            if (!File.Exists(path) || new FileInfo(path).Length > MostBytes)
                return found;
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit };
            using var reader = XmlReader.Create(path, settings);
            while (!reader.EOF)
                if (reader is { NodeType: XmlNodeType.Element, Name: "member" })
                {
                    var name = reader.GetAttribute("name");
                    var text = reader.ReadOuterXml();
                    if (name is not null)
                        found[name] = text;
                }
                else
                    reader.Read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or XmlException)
        {
            // What could be read is of use; an editor without documentation still works.
        }
        return found;
    }
}
