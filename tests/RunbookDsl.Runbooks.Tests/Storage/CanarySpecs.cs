using System.Text;
using System.Text.Json;

namespace RunbookDsl.Runbooks.Tests.Storage;

/// <summary>
/// A secret goes through everything a run consists of, and is found nowhere: not in a byte of the journal,
/// of a spill, of an export, of what any command prints, nor in any process's arguments.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class CanarySpecs
{
    // Everything that one of the encodings changes is in it.
    private const string Canary = "cAnary+77/ \"q\\ü&=?<zoo>";

    private const string Text = """
        var work = Param<string>("work", "where the marks are");
        var token = Secret("CANARY_TOKEN");
        string[] Shapes(string s) => [
            s, Uri.EscapeDataString(s), System.Net.WebUtility.UrlEncode(s),
            System.Text.Json.JsonSerializer.Serialize(s),
            Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(s)),
            Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("user:" + s)),
            Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("me:" + s + ":x")) ];
        string All(string s) => string.Join(" | ", Shapes(s));
        void LookAtArguments(string when)
        {
            foreach (var process in Directory.GetDirectories("/proc"))
                try
                {
                    var arguments = File.ReadAllText(process + "/cmdline").Replace('\0', ' ');
                    File.AppendAllText(Path.Combine(work, "argv"), arguments + "\n");
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
        }

        Step("Child")
            .Run(Local.Exec("sh", "-c", "echo \"got $TOKEN\"; echo \"err $TOKEN\" >&2").Env("TOKEN", token))
            .NoUndo("prints");
        Step("Print").Run(async ctx => {
            var s = ctx.Reveal(token);
            await Task.Yield();
            Console.WriteLine(All(s)); Console.Error.WriteLine(All(s));
            ctx.Note(All(s)); ctx.Report(new StepProgress(All(s), 0.5));
            LookAtArguments("print");
            return All(s); }).NoUndo("prints");
        Step("Large").Run(async ctx => {
            await Task.Yield();
            return string.Concat(Enumerable.Repeat(All(ctx.Reveal(token)) + "\n", 200)); })
            .NoUndo("prints");
        Step("Undone").Run(async ctx => { await Task.Yield(); })
            .Undo(async ctx => {
                await Task.Yield();
                throw new IOException("cannot log out with " + All(ctx.Reveal(token))); });
        Step("Spilled").Run(async ctx => {
            var s = ctx.Reveal(token);
            await Task.Yield();
            if (File.Exists(Path.Combine(work, "spill")))
            {
                File.Delete(Path.Combine(work, "spill"));
                var run = Directory.GetDirectories(Path.Combine(work, "home", "runs"), "2*").Single();
                // A directory of that name is in the way of the large value: its write fails.
                Directory.Move(Path.Combine(run, "blobs"), Path.Combine(run, "script", "blobs"));
                File.WriteAllText(Path.Combine(run, "blobs"), "");
            }
            return string.Concat(Enumerable.Repeat(All(s), 100)); }).NoUndo("prints");
        Step("Throws").Run(async ctx => {
            await Task.Yield();
            throw new IOException("cannot log in with " + All(ctx.Reveal(token))); })
            .NoUndo("fails");
        """;

    [Test, CancelAfter(200_000)]
    public async Task No_byte_of_it_is_anywhere()
    {
        using var folder = new TemporaryFolder();
        // On another file system than the journal.
        var spills = Directory.CreateDirectory($"/dev/shm/runbook-test-{Guid.NewGuid():N}").FullName;
        using var _ = new Removal(spills);
        var script = folder.File("canary.csx");
        await File.WriteAllTextAsync(script, Text);
        await File.WriteAllTextAsync(folder.File("spill"), "");
        var program = new RunbookProcess(
            folder.File("home"),
            Path.Combine(Path.GetTempPath(), "runbook-test-cache"),
            new Dictionary<string, string> { ["CANARY_TOKEN"] = Canary, ["RUNBOOK_SPILL"] = spills }
        );
        var printed = new List<(string What, string Text)>();
        async Task<Ended> Say(params string[] words)
        {
            var ended = await program.RunAsync(words);
            printed.Add((string.Join(' ', words), ended.Output + ended.Error));
            return ended;
        }

        var work = $"work={Path.GetDirectoryName(script)}";
        foreach (var json in new[] { new string[0], ["--json"] })
        {
            await Say(["check", script, "-p", work, .. json]);
            await Say(["plan", script, "-p", work, .. json]);
        }
        var exec = await Say("exec", script, "-p", work, "--non-interactive");
        Assert.That(exec.ExitCode, Is.EqualTo(74), exec.ToString());
        Assert.That(Directory.GetFiles(spills), Has.Length.EqualTo(1), exec.ToString());
        Found(folder, spills, printed);

        var run = Directory.GetDirectories(folder.File("home/runs"), "2*").Single();
        File.Delete(Path.Combine(run, "blobs"));
        Directory.Move(Path.Combine(run, "script", "blobs"), Path.Combine(run, "blobs"));
        var id = Path.GetFileName(run);
        Assert.That((await Say("resume", id, "--non-interactive")).ExitCode, Is.EqualTo(75));
        Assert.That((await Say("resolve", id, "spilled", "--from-spill", "--json")).ExitCode, Is.Zero);
        Assert.That((await Say("resume", id, "--non-interactive", "--json")).ExitCode, Is.EqualTo(1));
        foreach (var verb in new[] { "show", "verify", "restore-list" })
        {
            await Say(verb, id);
            await Say(verb, id, "--json");
        }
        await Say("runs");
        await Say("runs", "--json");
        await Say("verify", "--all", "--json");
        await Say("export", id, "--to", folder.File("export"));
        await Say("export", id, "--to", folder.File("export.tar"), "--json");
        await Say("resolve", id, "throws", "--skip", "--reason", "looked at");
        await Say("undo", id, "--non-interactive", "--json");
        Assert.That(Directory.GetFiles(Path.Combine(run, "blobs")), Is.Not.Empty, "large values were kept");
        Assert.That(printed.Exists(p => p.Text.Contains("{secret:CANARY_TOKEN}")), "it was printed, masked");
        Found(folder, spills, printed);
    }

    private static void Found(TemporaryFolder folder, string spills, List<(string What, string Text)> printed)
    {
        var looked = 0;
        foreach (var (what, text) in printed)
            Look(what, Encoding.UTF8.GetBytes(text), ref looked);
        foreach (var place in new[] { folder.File("home"), spills, folder.File("export") })
            if (Directory.Exists(place))
                foreach (var file in Directory.GetFiles(place, "*", SearchOption.AllDirectories))
                    Look(file, File.ReadAllBytes(file), ref looked);
        foreach (var file in new[] { "argv", "export.tar" })
            if (File.Exists(folder.File(file)))
                Look(file, File.ReadAllBytes(folder.File(file)), ref looked);
        Assert.That(looked, Is.GreaterThan(8), "there was something to look at");
    }

    private static void Look(string what, byte[] bytes, ref int looked)
    {
        looked++;
        foreach (var form in Forms())
            Assert.That(
                bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(form)),
                Is.EqualTo(-1),
                $"{what} holds {form}"
            );
    }

    // By itself, not by what masks it: whole, its plain part, and in every encoding.
    private static IEnumerable<string> Forms()
    {
        yield return "cAnary";
        yield return "zoo>";
        yield return Uri.EscapeDataString(Canary);
        yield return JsonSerializer.Serialize(Canary)[1..^1];
        for (var before = 0; before < 3; before++)
        {
            // The letters of the middle of it stand for nothing else.
            var text = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('-', before) + Canary));
            yield return text[4..12];
            yield return text[12..20];
        }
    }

    private sealed class Removal(string folder) : IDisposable
    {
        public void Dispose() => Directory.Delete(folder, recursive: true);
    }

    [Test]
    public void The_look_itself_finds_every_encoding()
    {
        var forms = Forms().ToList();
        foreach (
            var text in new[]
            {
                Canary,
                Uri.EscapeDataString(Canary),
                Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary)),
                Convert.ToBase64String(Encoding.UTF8.GetBytes("user:" + Canary)),
                Convert.ToBase64String(Encoding.UTF8.GetBytes("me:" + Canary + ":x")),
                JsonSerializer.Serialize(Canary),
            }
        )
            Assert.That(forms.Exists(f => text.Contains(f, StringComparison.Ordinal)), text);
    }
}
