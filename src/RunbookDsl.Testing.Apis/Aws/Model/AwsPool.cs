namespace RunbookDsl.Testing.Apis;

/// <summary>A target group, or the instances of a classic balancer: who gets requests, and how well they
/// are.</summary>
internal sealed class AwsPool(AwsCloud cloud, PoolSpec spec, string arn, string balancerArn)
{
    private readonly List<AwsTarget> _targets = [];

    public PoolSpec Spec => spec;

    public string Name => spec.Name;

    public string Arn => arn;

    public string BalancerArn => balancerArn;

    public TimeSpan DrainsIn { get; set; } = spec.DrainsIn;

    public IReadOnlyList<AwsTarget> Targets => _targets;

    public string Line =>
        _targets.Count == 0
            ? "nobody"
            : string.Join(", ", _targets.Select(t => $"{t.Id} {t.State}").Order(StringComparer.Ordinal));

    public AwsTarget? Find(string id, int? port) =>
        _targets.Find(t => t.Id == id && (port is null || t.Port == port));

    /// <summary>As it was when the rehearsal began: healthy if it runs.</summary>
    public void Begin(AwsInstance instance)
    {
        Register(instance, spec.Port);
        if (Find(instance.Id, spec.Port) is { State: "initial" } target)
            Judge(target);
    }

    public void Register(AwsInstance instance, int port)
    {
        if (Find(instance.Id, port) is not { } target)
            _targets.Add(target = new AwsTarget(instance.Id, port));
        else if (target.State is not "draining")
            return;
        Look(target, instance);
    }

    public void Deregister(string id, int? port)
    {
        foreach (var target in _targets.Where(t => t.Id == id && (port is null || t.Port == port)).ToList())
        {
            if (target.State == "draining")
                continue;
            if (target.State == "unused")
            {
                _targets.Remove(target);
                continue;
            }
            Set(
                target,
                "draining",
                "Target.DeregistrationInProgress",
                "Target deregistration is in progress"
            );
            var turn = target.Turn;
            cloud.Timeline.After(
                DrainsIn,
                () =>
                {
                    if (target.Turn == turn)
                        _targets.Remove(target);
                }
            );
        }
    }

    /// <summary>The instance has another state.</summary>
    public void Changed(AwsInstance instance)
    {
        foreach (var target in _targets.Where(t => t.Id == instance.Id && t.State != "draining"))
            Look(target, instance);
    }

    private void Look(AwsTarget target, AwsInstance instance)
    {
        if (instance.State != InstanceState.Running)
        {
            Set(target, "unused", "Target.InvalidState", $"Target is in the {instance.State.Name} state");
            return;
        }
        Set(target, "initial", "Elb.RegistrationInProgress", "Target registration is in progress");
        var turn = target.Turn;
        cloud.Timeline.After(
            spec.HealthyIn,
            () =>
            {
                if (target.Turn == turn)
                    Judge(target);
            }
        );
    }

    private void Judge(AwsTarget target)
    {
        if (spec.Failing.Contains(target.Id))
            Set(target, "unhealthy", "Target.FailedHealthChecks", "Health checks failed");
        else
            Set(target, "healthy", null, null);
        cloud.Groups.Look(target.Id);
    }

    private static void Set(AwsTarget target, string state, string? reason, string? description)
    {
        (target.State, target.Reason, target.Description) = (state, reason, description);
        target.Turn++;
    }
}
