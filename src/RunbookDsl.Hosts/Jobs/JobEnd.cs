namespace RunbookDsl.Hosts;

/// <summary>How a transient unit ended.</summary>
/// <param name="Unit">Its name.</param>
/// <param name="Result">What systemd says: <c>success</c>, <c>exit-code</c>, <c>signal</c>, <c>oom-kill</c>…
/// </param>
/// <param name="Code">The exit code, or the signal.</param>
/// <param name="Output">The end of what it wrote, both streams.</param>
internal sealed record JobEnd(string Unit, string Result, int Code, string Output)
{
    public bool IsSuccess => Result == "success" && Code == 0;

    public string Text
    {
        get
        {
            var end = Result == "signal" ? $"by signal {Code}" : $"with exit code {Code}";
            return $"ended {end} ({Result}). {Said.Of(Output)} More: journalctl -u {Unit}.";
        }
    }
}
