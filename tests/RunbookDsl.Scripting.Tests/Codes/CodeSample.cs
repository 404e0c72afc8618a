namespace RunbookDsl.Scripting.Tests.Codes;

/// <summary>A runbook with every way in which a step can depend on code elsewhere.</summary>
internal static class CodeSample
{
    public const string Helpers = """
        // shared by all runbooks
        using Words = System.Collections.Generic.List<string>;
        public const int Port = 8080;
        public static string Quote(string text) => "'" + Escape(text) + "'";
        public static string Escape(string text) => text.Replace("'", "''");
        public record Backup(string Name, long Bytes);
        Words Split(string text) => new Words(text.Split(','));
        void Unused() { var nobody = "needs this"; }
        """;

    public const string Main = """"
        #load "helpers.csx"
        Runbook("Sample").Purpose("tests").Owner("platform");
        var region = Param<string>("region", "where").Default("eu");
        var hosts = new List<string> { "web-1" };
        hosts.Add("web-2");
        var attempts = 1;
        if (region == "us")
            attempts = 3;
        var text = """
            first line
              second line
            """;

        class Counter { public int Value; public int Next() => ++Value; }
        enum Mode { Fast, Safe }

        var backup = Step("backup").Run(async ctx => { await Task.Yield(); return new Backup("b", 1); });
        Step("restore").Run(async ctx => { await Task.Yield(); ctx.Note(ctx.Read(backup.Output).Name); });
        Step("quote").Run(async ctx => { await Task.Yield(); ctx.Note(Quote($"{text}: {Port}")); });
        Step("count").Run(async ctx => { await Task.Yield(); return new Counter().Next(); });
        Step("mode").Run(async ctx => { await Task.Yield(); ctx.Note($"{Mode.Fast}"); });
        Step("split").Run(async ctx => { await Task.Yield(); return Split("a,b").Count; });
        Step("tries").Retry(attempts + 1).Run(async ctx => { await Task.Yield(); });
        backup.Undo(async ctx => { await Task.Yield(); ctx.Note("back"); });
        ForEach(hosts, h => h, h =>
        {
            var command = "restart " + h;
            Step("reload").Run(async ctx => { await Task.Yield(); ctx.Note(command); });
        });
        Parallel(() =>
        {
            Step("left").Run(async ctx => { await Task.Yield(); });
            Step("right").Run(async ctx => { await Task.Yield(); });
        }, atMost: 2);
        void Drain(string host, int seconds) =>
            Step("drain").Id("drain-" + host)
                .Run(async ctx => { await Task.Yield(); ctx.Note($"{host} {seconds}"); });
        foreach (var zone in new[] { "a", "b" })
            Drain(zone, 30);
        if (attempts > 100)
            Step("rare").Run(async ctx => { await Task.Yield(); });
        GoNoGo("go on?");
        Step("alone").Run(async ctx => { await Task.Yield(); });
        """";
}
