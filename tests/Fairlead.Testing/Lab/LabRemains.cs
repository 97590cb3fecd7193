using System.Diagnostics;
using System.Text;

namespace Fairlead.Testing.Lab;

/// <summary>
/// Removes a Lab. There is one way to do it, a script that stands in the Lab's folder before anything else is made; a process of its own waits
/// to run it until the pipe to it closes, which happens when a test disposes the Lab and also when the test's process dies in any way.
/// </summary>
internal sealed class LabRemains
{
    private const string ScriptName = "remove";

    private readonly string _folder;
    private readonly Process? _waiting;

    private LabRemains(string folder, Process? waiting) => (_folder, _waiting) = (folder, waiting);

    public static LabRemains Of(string folder, IEnumerable<string> namespaces, bool outlivesProcess)
    {
        var script = Path.Combine(folder, ScriptName);
        File.WriteAllText(script, ScriptOf(folder, namespaces));
        return new(folder, outlivesProcess ? null : Wait(script));
    }

    /// <returns>False when no Lab has that folder.</returns>
    public static async Task<bool> RemoveAsync(string folder)
    {
        var script = Path.Combine(folder, ScriptName);
        if (!File.Exists(script))
            return false;
        (await Shell.RunAsync("bash", [script], "/", "", searchFirst: null, CancellationToken.None)).OrThrow(script);
        return true;
    }

    public async ValueTask RemoveAsync()
    {
        if (_waiting is null)
        {
            await RemoveAsync(_folder);
            return;
        }

        _waiting.StandardInput.Close();
        await _waiting.WaitForExitAsync();
        _waiting.Dispose();
    }

    private static string ScriptOf(string folder, IEnumerable<string> namespaces)
    {
        var script = new StringBuilder();
        foreach (var name in namespaces)
        {
            script.AppendLine($"ip netns pids {name} 2>/dev/null | xargs -r kill -KILL 2>/dev/null");
            script.AppendLine($"ip netns del {name} 2>/dev/null");
            script.AppendLine($"rm -rf -- /etc/netns/{name}");
        }

        return script.AppendLine($"rm -rf -- '{folder}'").ToString();
    }

    /// <summary>In a session of its own, so that what ends this process's group does not end it.</summary>
    private static Process Wait(string script) =>
        Process.Start(new ProcessStartInfo("setsid", ["bash", "-c", "cat >/dev/null; bash \"$0\" >/dev/null 2>&1", script]) { RedirectStandardInput = true })
        ?? throw new InvalidOperationException("setsid did not start");
}
