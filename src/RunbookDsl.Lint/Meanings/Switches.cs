using Microsoft.CodeAnalysis;

namespace RunbookDsl.Lint;

/// <summary>Which steps switch something off, and which switch the same on again.</summary>
internal static class Switches
{
    private static readonly Dictionary<string, (string Family, string What)> Off = new()
    {
        ["HostUnit.Hold"] = ("unit", "the unit"),
        ["HostUnit.Stop"] = ("unit", "the unit"),
        ["HostUnit.Mask"] = ("unit", "the unit"),
        ["HostUnit.Disable"] = ("unit", "the unit"),
        ["Pg.Fence"] = ("door", "the clients' way into the database"),
        ["Pg.SetReadOnly"] = ("door", "writing to the database"),
        ["HostNginx.MaintenanceOn"] = ("page", "the site, behind its page,"),
        ["CapStage.MaintenanceEnable"] = ("page", "the site, behind its page,"),
        ["HostApt.Hold"] = ("apt", "the package's upgrade"),
    };

    private static readonly Dictionary<string, string> On = new()
    {
        ["HostUnit.Start"] = "unit",
        ["HostUnit.Unmask"] = "unit",
        ["HostUnit.Enable"] = "unit",
        ["HostUnit.Restart"] = "unit",
        ["Pg.Admit"] = "door",
        ["HostNginx.MaintenanceOff"] = "page",
        ["CapStage.MaintenanceDisable"] = "page",
    };

    /// <summary>What the step switches off; null when nothing.</summary>
    public static Switch? Of(ShapeStep step)
    {
        if (step.Operation is { } operation)
        {
            if (Off.TryGetValue(operation.Verb, out var known))
                return new(known.Family, known.What) { Target = operation.Target, Name = UnitOf(operation) };
            if (operation.Is("App.MaintenanceMode") && step.Does(Deed.PageOn))
                return new("page", "the application, in its maintenance mode,");
            if (operation is { Type.Name: "CloudflareChange" } && step.Does(Deed.PageOn))
                return new("name", "the site, whose name leads to a page,");
            if (
                operation is { Type.Name: "CloudflareChange" }
                && operation.Has("SetTtl")
                && !operation.Has("PointTo")
            )
                return new("ttl", "the name's usual TTL");
        }
        foreach (var command in step.Commands)
            if (Of(command) is { } off)
                return off;
        return null;
    }

    /// <summary>What the step switches on again; null when nothing.</summary>
    public static Switch? Back(ShapeStep step)
    {
        if (step.Operation is { } operation)
        {
            if (On.TryGetValue(operation.Verb, out var family))
                return new(family, "") { Target = operation.Target, Name = UnitOf(operation) };
            if (operation.Is("App.MaintenanceMode"))
                return new("page", "");
            if (operation is { Type.Name: "CloudflareChange" })
                return new(operation.Has("PointTo") ? "name" : "ttl", "");
        }
        foreach (var command in step.Commands)
            if (Back(command) is { } on)
                return on;
        return null;
    }

    /// <summary>Whether the second one takes the first one back, as far as both are known.</summary>
    public static bool IsBack(Switch off, Switch? on) =>
        on is not null
        && off.Family == on.Family
        && (off.Name.Length == 0 || on.Name.Length == 0 || off.Name == on.Name)
        && (
            off.Target is null
            || on.Target is null
            || SymbolEqualityComparer.Default.Equals(off.Target, on.Target)
        );

    private static string UnitOf(ShapeCall operation) => operation.Link("Unit")?.Text(0) ?? "";

    private static Switch? Of(ShellCommand command)
    {
        switch (command.Program)
        {
            case "systemctl" or "service" when command.Has("stop", "mask", "disable"):
                return new("unit", "the unit") { Name = Last(command) };
            case "cap" when command.Has("maintenance:enable"):
                return new("page", "the site, behind its page,");
            case "fab" when command.Has("begin_upgrade"):
                return new("fab", "the site, in upgrade mode,");
            case "heroku" when command.Has("maintenance:on"):
                return new("heroku", "the application, in maintenance mode,");
            case "heroku" when command.Has("config:set"):
                var set = command.Words.Where(w =>
                    w.Contains('=', StringComparison.Ordinal) && !w.StartsWith('-')
                );
                return
                    set.FirstOrDefault(w =>
                        w.Contains("READ_ONLY", StringComparison.Ordinal)
                        || w.Contains("OFFLINE", StringComparison.Ordinal)
                    )
                        is { } flag
                    ? new("config", flag.Split('=')[0]) { Name = flag.Split('=')[0] }
                    : null;
            case "heroku" when command.Has("ps:scale"):
                return
                    command.Words.FirstOrDefault(w => w.EndsWith("=0", StringComparison.Ordinal)) is { } zero
                    ? new("scale", zero.Split('=')[0]) { Name = zero.Split('=')[0] }
                    : null;
            case "apt-mark" when command.Has("hold"):
                return new("apt", "the package's upgrade") { Name = Last(command) };
            case "aws" when command.Has("suspend-processes"):
                return new("scaling", "scaling");
            default:
                return null;
        }
    }

    private static Switch? Back(ShellCommand command)
    {
        switch (command.Program)
        {
            case "systemctl" or "service" when command.Has("start", "unmask", "restart", "enable"):
                return new("unit", "") { Name = Last(command) };
            case "cap" when command.Has("maintenance:disable"):
                return new("page", "");
            case "fab" when command.Has("end_upgrade"):
                return new("fab", "");
            case "heroku" when command.Has("maintenance:off"):
                return new("heroku", "");
            case "heroku" when command.Has("config:unset"):
                return new("config", "") { Name = Last(command) };
            case "heroku" when command.Has("ps:scale"):
                return
                    command.Words.FirstOrDefault(w =>
                        w.Contains('=', StringComparison.Ordinal)
                        && !w.EndsWith("=0", StringComparison.Ordinal)
                    )
                        is { } up
                    ? new("scale", "") { Name = up.Split('=')[0] }
                    : null;
            case "apt-mark" when command.Has("unhold"):
                return new("apt", "") { Name = Last(command) };
            case "aws" when command.Has("resume-processes"):
                return new("scaling", "");
            default:
                return null;
        }
    }

    private static string Last(ShellCommand command) =>
        command.Words[^1].EndsWith(".service", StringComparison.Ordinal)
            ? command.Words[^1][..^8]
            : command.Words[^1];
}
