using System.Text;
using Fairlead.Core.Reports;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Deliverables;

/// <summary>
/// cloud-init user data for a throwaway VM on a segment: it checks from there, puts the report where a vSphere administrator finds it without
/// logging in (serial console, guestinfo), and powers off. Nobody can log in, and nothing in it is secret.
/// </summary>
public static class VantageUserData
{
    /// <summary>What a VM tells its host is kept while it runs and no longer, so it waits for so long.</summary>
    private const int MinutesToRead = 10;

    private const string Folder = "/opt/fairlead";

    private const string Head = """
        users:
          - {name: fairlead, system: true, lock_passwd: true, shell: /usr/sbin/nologin}
        disable_root: true
        ssh_pwauth: false
        write_files:

        """;

    /// <param name="sources">The site files, in reading order.</param>
    public static string Render(Segment segment, IReadOnlyList<SourceFile> sources, VantageProgram program)
    {
        ArgumentNullException.ThrowIfNull(segment);
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(program);
        var files = sources.Select((source, index) => (Name: FormattableString.Invariant($"site/{index}{(source.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? ".json" : ".yaml")}"), source.Text)).ToList();
        var page = new StringBuilder("#cloud-config\n").Append(Introduction(segment, program)).Append(Head);
        foreach (var (name, text) in files)
            AddFile(page, $"{Folder}/{name}", "0600", text);
        AddFile(page, $"{Folder}/vantage", "0700", Script(segment, files.ConvertAll(file => file.Name), program));
        page.Append($"runcmd:\n  - [{Folder}/vantage]\npower_state:\n  mode: poweroff\n  delay: {MinutesToRead}\n  message: fairlead has checked\n");
        return page.ToString();
    }

    private static string Introduction(Segment segment, VantageProgram program) => $$"""
        # User data for a throwaway VM on {{VisibleText.Of(segment.ToString())}}: it checks what the plan assumes from there, reports and powers off.
        # Made by 'fairlead render vantage'. Nothing in it is secret, and nobody can log in to the VM.
        #
        # 1. Make a VM from any cloud image (Debian, Ubuntu, …) with one adapter, on this segment alone, and a serial port that writes to a file.
        #    {{(program.Url is null ? "Attach an image that holds the program: xorriso -as mkisofs -V FAIRLEAD -o fairlead.iso fairlead" : "It fetches the program from the URL below, so the segment must reach that.")}}
        # 2. Give it this file, for example: govc vm.change -vm VM -e guestinfo.userdata="$(base64 -w0 FILE)" -e guestinfo.userdata.encoding=base64
        # 3. Start it. It is done when guestinfo.fairlead.state is "done" (open-vm-tools needed), or when the serial port's file holds the end mark;
        #    {{MinutesToRead}} minutes later it powers off, and guestinfo is gone with that.
        #    guestinfo: govc vm.info -e VM | sed -n 's/^ *guestinfo\.fairlead\.report\.[0-9]*: *//p' | tr -d '\n' | base64 -d | gunzip > report.json
        #    serial:    sed -n '/^-----BEGIN FAIRLEAD/,/^-----END FAIRLEAD/p' FILE | grep -v -e ----- | tr -d '\r' | base64 -d | gunzip > report.json

        """;

    /// <summary>POSIX sh. FAIRLEAD_CONSOLE names another place than the serial port.</summary>
    private static string Script(Segment segment, IReadOnlyList<string> files, VantageProgram program) => $$"""
        #!/bin/sh
        # Asks the network from here and reports. Run once, by cloud-init, as root.
        cd "$(dirname "$0")" || exit 1
        console=${FAIRLEAD_CONSOLE:-/dev/ttyS0}
        [ -w "$console" ] || console=/dev/console
        url={{ShellText.Quoted(program.Url ?? "")}}
        sum={{ShellText.Quoted(program.Sha256?.ToLowerInvariant() ?? "")}}

        # One value for vCenter; a message to the host holds 64 KB at most.
        tell() {
          command -v vmware-rpctool >/dev/null 2>&1 || return 0
          vmware-rpctool "info-set guestinfo.fairlead.$1 $2" >/dev/null || echo "guestinfo.fairlead.$1 could not be set"
        }
        fail() {
          tell state "failed: $1"
          echo "fairlead: $1" >&2
          echo "fairlead: $1" >>"$console"
          exit 1
        }

        tell state running
        if [ -n "$url" ]; then
          if command -v curl >/dev/null 2>&1; then
            curl -fsSL --retry 5 --retry-connrefused --connect-timeout 20 -o fairlead "$url"
          else
            wget -q -O fairlead "$url"
          fi || fail "the program could not be fetched from $url"
        else
          mkdir -p media
          mount -o ro LABEL=FAIRLEAD media || fail "no disk with the label FAIRLEAD is attached"
          cp media/fairlead fairlead || fail "the disk FAIRLEAD holds no file fairlead"
          umount media
        fi
        if [ -n "$sum" ]; then
          echo "$sum  fairlead" | sha256sum -c - >/dev/null 2>&1 || fail "the program is not the one with the SHA-256 $sum"
        fi
        chmod 700 fairlead

        # Named, since without a lease an interface has no address that says where it stands.
        for nic in /sys/class/net/*; do
          nic=${nic##*/}
          [ "$nic" = lo ] || break
        done
        ./fairlead check {{string.Join(' ', files)}} --segment {{ShellText.Quoted(segment.ToString())}} --interface "$nic" --quiet --format json --output report.json
        code=$?
        [ -s report.json ] || fail "the check ended with $code and without a report"

        gzip -9nc report.json | base64 >report.b64
        {
          echo "-----BEGIN FAIRLEAD REPORT----- exit code $code, gzip, base64"
          cat report.b64
          echo "-----END FAIRLEAD REPORT-----"
        } >>"$console"
        tr -d '\n' <report.b64 | fold -w 48000 >report.parts
        part=0
        while IFS= read -r text || [ -n "$text" ]; do
          tell "report.$(printf %03d "$part")" "$text"
          part=$((part + 1))
        done <report.parts
        tell parts "$part"
        tell exitcode "$code"
        tell state "done"

        """;

    private static void AddFile(StringBuilder page, string path, string permissions, string text)
    {
        page.Append($"  - path: {path}\n    permissions: \"{permissions}\"\n");
        var lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        if (!lines.All(IsPrintable))
        {
            page.Append($"    encoding: b64\n    content: {Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}\n");
            return;
        }

        // The number says how far the text is set in, whatever its own first line begins with.
        page.Append("    content: |2\n");
        foreach (var line in lines)
            page.Append(line.Length == 0 ? "\n" : $"      {line}\n");
    }

    /// <summary>What a YAML block holds as it is.</summary>
    private static bool IsPrintable(string line) =>
        line.All(c => c is '\t' or (>= ' ' and <= '~') or (>= '\u00A0' and <= '\uD7FF' and not ('\u2028' or '\u2029')) or (>= '\uE000' and <= '\uFFFD' and not '\uFEFF'));
}
