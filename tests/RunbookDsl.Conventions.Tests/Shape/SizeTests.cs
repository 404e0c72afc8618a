namespace RunbookDsl.Conventions.Tests.Shape;

/// <summary>Files, members, lines and folders stay small enough to be read.</summary>
internal sealed class SizeTests
{
    [Test]
    public void Files_keep_to_their_length() => Look.At(Repository.Code, SizeRules.FileLength);

    [Test]
    public void Most_source_files_are_small() =>
        Look.At([Repository.CodeUnder("src")], SizeRules.MostFilesAreSmall);

    [Test]
    public void Lines_fit_the_page() => Look.At(Repository.Code, SizeRules.LineLengths);

    [Test]
    public void Lines_of_scripts_fit_the_page() =>
        Look.At(
            Repository
                .Files.Where(f =>
                    f.EndsWith(".csx", StringComparison.Ordinal)
                    || (
                        f.StartsWith(".ci/", StringComparison.Ordinal)
                        && !f.EndsWith(".yml", StringComparison.Ordinal)
                    )
                )
                .Select(f => new SourceFile(f, Repository.Text(f))),
            SizeRules.LineLengths
        );

    [Test]
    public void Members_keep_to_their_size() => Look.At(Repository.Code, SizeRules.Members);

    [Test]
    public void Folders_are_small_and_shallow()
    {
        var files = Repository.CodeUnder("src").Concat(Repository.CodeUnder("tests")).ToList();
        Look.At(
            files.GroupBy(f => f.Path[..f.Path.LastIndexOf('/')]),
            folder => SizeRules.Folder(folder.Key, folder.Count())
        );
        Look.At(files, file => SizeRules.Depth(file.Path));
    }

    [Test]
    public void LongFile_IsCaught()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Lengths("src/A/B.cs", 400), Is.Empty);
            Look.Caught(Lengths("src/A/B.cs", 401), "src/A/B.cs: 401 lines, at most 400");
            Assert.That(Lengths("tests/A/B.cs", 600), Is.Empty);
            Look.Caught(Lengths("tests/A/B.cs", 601), "tests/A/B.cs: 601 lines, at most 600");
        }
    }

    [Test]
    public void ManyLargeFiles_AreCaught()
    {
        var files = Enumerable.Range(0, 20).Select(i => Lines($"src/A/F{i}.cs", i < 2 ? 251 : 10)).ToList();
        using (Assert.EnterMultipleScope())
        {
            Look.Caught(
                SizeRules.MostFilesAreSmall(files),
                "2 of 20 files have more than 250 lines, at most 1 in 20: src/A/F0.cs, src/A/F1.cs"
            );
            Assert.That(SizeRules.MostFilesAreSmall([.. files.Skip(1), Lines("src/A/F20.cs", 1)]), Is.Empty);
        }
    }

    [Test]
    public void LongLine_IsCaught()
    {
        var wide = new string('x', 111);
        var file = new SourceFile("src/A/B.cs", $"{wide[1..]}\n{wide}\n// https://example.com/{wide}\n");
        Look.Caught(SizeRules.LineLengths(file), "src/A/B.cs(2): 111 characters, at most 110");
    }

    [Test]
    public void LargeMember_IsCaught()
    {
        var body = string.Concat(Enumerable.Repeat("        ;\n", 78));
        var file = new SourceFile(
            "src/A/B.cs",
            $"class B {{\n    void Full() {{\n{body}    }}\n    void Over() {{\n;\n{body}    }}\n"
                + "    void Wide(int a, int b, int c, int d, int e, int f) { }\n"
                + "    void Fine(int a, int b, int c, int d, int e, [CallerLineNumber] int f = 0) { }\n"
                + "    [LibraryImport(\"libc\")] static partial int mount(int a, int b, int "
                + "c, int d, int e, int f);\n}\n"
                + "class Service(int a, int b, int c, int d, int e, int f);\n"
                + "record Data(int A, int B, int C, int D, int E, int F);\n"
        );
        Look.Caught(
            SizeRules.Members(file),
            "src/A/B.cs(82): Over has 81 lines, at most 80",
            "src/A/B.cs(163): Wide has 6 parameters, at most 5",
            "src/A/B.cs(167): Service has 6 parameters, at most 5"
        );
    }

    [Test]
    public void CrowdedOrDeepFolder_IsCaught()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(SizeRules.Folder("src/A", 20), Is.Empty);
            Look.Caught(SizeRules.Folder("src/A", 21), "src/A: 21 files, at most 20");
            Assert.That(SizeRules.Depth("src/A/1/2/3/File.cs"), Is.Empty);
            Look.Caught(
                SizeRules.Depth("src/A/1/2/3/4/File.cs"),
                "src/A/1/2/3/4/File.cs: 4 levels below its project, at most 3"
            );
        }
    }

    private static IEnumerable<string> Lengths(string path, int lines) =>
        SizeRules.FileLength(Lines(path, lines));

    private static SourceFile Lines(string path, int count) =>
        new(path, string.Concat(Enumerable.Repeat("//\n", count)));
}
