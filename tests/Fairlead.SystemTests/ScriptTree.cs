namespace Fairlead.SystemTests;

/// <summary>A copy of the scripts in a folder of its own, with stand-ins for .NET and for what it builds: the script alone is under test.</summary>
internal sealed class ScriptTree : IDisposable
{
    /// <summary>A stand-in for a built program: prints its arguments one to a line and its input, and ends with 42.</summary>
    private const string Echo = "#!/bin/sh\nprintf '<%s>\\n' \"$@\"\ncat\nexit 42\n";

    public ScriptTree()
    {
        Folder = Directory.CreateTempSubdirectory("fairlead-scripts-").FullName;
        foreach (var script in new[] { "fairlead", "test" })
        {
            File.Copy(Path.Combine(Repository.Root, script), PathTo(script));
        }

        Write("src/Some/Some.cs", "");
        Write("global.json", "{}");
        Write("Directory.Build.props", "<Project />");
    }

    public string Folder { get; }

    public string Stubs => PathTo("stubs");

    public string PathTo(string name) => Path.Combine(Folder, name);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathTo(name))!);
        File.WriteAllText(PathTo(name), text);
    }

    public void WriteProgram(string name, string text)
    {
        Write(name, text);
        File.SetUnixFileMode(PathTo(name), File.GetUnixFileMode(PathTo(name)) | UnixFileMode.UserExecute);
    }

    /// <summary>Makes the tree look as after a build that began a second from now, so that everything written before is older.</summary>
    public void PretendBuilt()
    {
        Directory.CreateDirectory(PathTo("dotnet/host/fxr"));
        WriteProgram("artifacts/cli/fairlead", Echo);
        Write("artifacts/cli/.stamp", PathTo("dotnet") + "\n");
        File.SetLastWriteTimeUtc(PathTo("artifacts/cli/.stamp"), File.GetLastWriteTimeUtc(PathTo("artifacts/cli/.stamp")).AddSeconds(1));
    }

    /// <summary>As time passes: what is there now is an hour older.</summary>
    public void Age()
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories))
        {
            var older = File.GetLastWriteTimeUtc(entry).AddHours(-1);
            if (Directory.Exists(entry))
            {
                Directory.SetLastWriteTimeUtc(entry, older);
            }
            else
            {
                File.SetLastWriteTimeUtc(entry, older);
            }
        }
    }

    public Task<Answer> RunAsync(string script, IEnumerable<string> arguments, string input, CancellationToken ct) =>
        Shell.RunAsync(PathTo(script), arguments, Folder, input, Stubs, ct);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
