using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;

namespace RunbookDsl.Scripting.Compiler;

/// <summary>
/// What a getter returns, as far as that is written out in its body: a number, or text whose holes are named
/// by the properties in them. Alternatives are told one after the other.
/// </summary>
/// <param name="Number">The constant it returns; null when that is decided as it runs.</param>
/// <param name="Text">The text; null when none is written out.</param>
internal sealed record GetterBody(int? Number, string? Text)
{
    private const int MostBytes = 4096;
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes)
        .GetFields()
        .Select(f => (OpCode)f.GetValue(null)!)
        .ToDictionary(c => c.Value);

    public static GetterBody? Read(PEReader image, MethodDefinitionHandle handle)
    {
        var metadata = image.GetMetadataReader();
        var method = metadata.GetMethodDefinition(handle);
        if (method.RelativeVirtualAddress == 0)
            return null;
        var il = image.GetMethodBody(method.RelativeVirtualAddress).GetILReader();
        if (il.Length > MostBytes)
            return null;
        int? number = null;
        var codes = 0;
        var texts = new List<StringBuilder> { new() };
        while (il.RemainingBytes > 0)
        {
            var code = Next(ref il);
            codes++;
            if (code.OperandType is OperandType.ShortInlineBrTarget or OperandType.InlineBrTarget)
                texts.Add(new());
            if (Constant(code, ref il, out var operand))
                number = operand;
            else if (code.Value == OpCodes.Ldstr.Value)
                texts[^1]
                    .Append(
                        metadata.GetUserString(MetadataTokens.UserStringHandle(il.ReadInt32() & 0xFFFFFF))
                    );
            else if (code.Value == OpCodes.Call.Value || code.Value == OpCodes.Callvirt.Value)
                texts[^1].Append(Hole(metadata, MetadataTokens.EntityHandle(il.ReadInt32())));
            else
                Skip(code, ref il);
        }
        // A constant and the return: anything longer decides as it runs.
        return new(codes == 2 ? number : null, Joined(texts));
    }

    private static string? Joined(List<StringBuilder> texts)
    {
        var said = texts.Select(t => t.ToString()).Where(t => t.Any(char.IsLetter)).Distinct().ToArray();
        return
            said.Length == 0
            || said.All(t =>
                t.StartsWith('{') && t.EndsWith('}') && !t.Contains(' ', StringComparison.Ordinal)
            )
            ? null
            : string.Join(" / ", said);
    }

    private static OpCode Next(ref BlobReader il)
    {
        short value = il.ReadByte();
        if (value == 0xFE)
            value = unchecked((short)(0xFE00 | il.ReadByte()));
        return Codes.TryGetValue(value, out var code) ? code : throw new BadImageFormatException();
    }

    private static bool Constant(OpCode code, ref BlobReader il, out int value)
    {
        value = 0;
        if (code.Value == OpCodes.Ldc_I4_S.Value)
            value = il.ReadSByte();
        else if (code.Value == OpCodes.Ldc_I4.Value)
            value = il.ReadInt32();
        else if (code.Value >= OpCodes.Ldc_I4_0.Value && code.Value <= OpCodes.Ldc_I4_8.Value)
            value = code.Value - OpCodes.Ldc_I4_0.Value;
        else
            return false;
        return true;
    }

    private static string Hole(MetadataReader metadata, EntityHandle called)
    {
        var name = called.Kind switch
        {
            HandleKind.MethodDefinition => metadata.GetString(
                metadata.GetMethodDefinition((MethodDefinitionHandle)called).Name
            ),
            HandleKind.MemberReference => metadata.GetString(
                metadata.GetMemberReference((MemberReferenceHandle)called).Name
            ),
            _ => "",
        };
        return name.StartsWith("get_", StringComparison.Ordinal) && name is not "get_InvariantCulture"
            ? $"{{{name[4..]}}}"
            : "";
    }

    private static void Skip(OpCode code, ref BlobReader il)
    {
        var bytes = code.OperandType switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => checked(4 * il.ReadInt32()),
            _ => 4,
        };
        if (bytes < 0 || bytes > il.RemainingBytes)
            throw new BadImageFormatException();
        il.Offset += bytes;
    }
}
