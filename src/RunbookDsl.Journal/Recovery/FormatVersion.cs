using System.Buffers.Text;

namespace RunbookDsl.Journal;

/// <summary>Refuses journals of a newer release by name, instead of calling them damaged.</summary>
internal static class FormatVersion
{
    internal static void Refuse(ReadOnlySpan<byte> firstLine, string path)
    {
        var lead = "{\"v\":"u8;
        if (
            !firstLine.StartsWith(lead)
            || !Utf8Parser.TryParse(firstLine[lead.Length..], out int version, out _)
        )
            return;
        if (version > LineFormat.Version)
            throw new JournalException(
                $"Cannot read {path}: it is of journal format {version}, this release reads up to format "
                    + $"{LineFormat.Version}. Use the release of runbook that wrote it, or a newer one."
            );
    }
}
