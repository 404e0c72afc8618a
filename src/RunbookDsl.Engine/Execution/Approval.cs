using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RunbookDsl.Engine;

/// <summary>
/// A person's yes or no to a step, as a signal to its run, bound to the plan that the person saw.
/// </summary>
/// <param name="Step">The step that asks.</param>
/// <param name="PlanHash">The plan the person saw: an approval of another one does not count.</param>
/// <param name="Yes">Whether it is a yes.</param>
/// <param name="By">Who says so.</param>
/// <param name="At">When, UTC.</param>
public sealed record Approval(string Step, string PlanHash, bool Yes, string By, DateTimeOffset At)
{
    /// <summary>What the person looked at; null when they did not say.</summary>
    public string? Evidence { get; init; }

    /// <summary>
    /// Whether the operator goes on without the approval; <see cref="Evidence"/> is the reason then.
    /// </summary>
    public bool IsBreakGlass { get; init; }

    /// <summary>How many questions of the step were answered before: this one is about the next.</summary>
    public int Round { get; init; }

    /// <summary>The signal's id: the same approval of the same question twice is one.</summary>
    public string Id =>
        "approval-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Said)).AsSpan(0, 12));

    private string Said => $"{Step}\n{PlanHash}\n{By}\n{Yes}\n{Round}{(IsBreakGlass ? "\nbreak-glass" : "")}";

    /// <summary>The signal's content, JSON.</summary>
    public ReadOnlySpan<byte> Content()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var w = new Utf8JsonWriter(buffer))
        {
            w.WriteStartObject();
            w.WriteString("step", Step);
            w.WriteString("planHash", PlanHash);
            w.WriteBoolean("yes", Yes);
            w.WriteString("by", By);
            w.WriteString("at", At);
            if (Evidence is not null)
                w.WriteString("evidence", Evidence);
            if (IsBreakGlass)
                w.WriteBoolean("breakGlass", true);
            w.WriteEndObject();
        }
        return buffer.WrittenSpan;
    }
}
