namespace RunbookDsl.Testing.Apis;

/// <summary>A server of the account.</summary>
internal sealed class AwsInstance(InstanceSpec spec, InstanceState state, DateTimeOffset launched)
{
    public InstanceSpec Spec => spec;

    public string Id => spec.Id;

    public string Type { get; set; } = spec.Type;

    public InstanceState State { get; set; } = state;

    public DateTimeOffset Launched { get; set; } = launched;

    /// <summary>When its status checks have passed.</summary>
    public DateTimeOffset OkAt { get; set; } = launched;

    public string PrivateAddress { get; init; } = spec.PrivateAddress ?? "";

    /// <summary>The address of its own that it has while it runs; null for none.</summary>
    public string? PublicAddress { get; set; }

    public string? ElasticAddress { get; set; } = spec.ElasticAddress;

    public bool IsProtected { get; set; } = spec.IsProtected;

    public SortedDictionary<string, string> Tags { get; } = new(spec.Tags, StringComparer.Ordinal);

    /// <summary>Why it left its last state; empty when nobody said.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Whether the API was asked to stop it, and did not start it since.</summary>
    public bool WasStopped { get; set; }

    /// <summary>The step that stopped it; null when that is not known.</summary>
    public string? StoppedBy { get; set; }

    /// <summary>Counts the changes of state: a transition of an earlier one is void.</summary>
    public int Turn { get; set; }

    /// <summary>Id with its tag Name.</summary>
    public string Label => Tags.TryGetValue("Name", out var name) ? $"{Id} ({name})" : Id;
}
