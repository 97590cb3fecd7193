using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Fairlead.Core.Planning;
using Fairlead.SiteFiles;
using Xunit;

namespace Fairlead.Tests.Architecture;

/// <summary>Plans are made on Windows and macOS too: the compiled references name nothing that is for Unix, or for Windows, alone.</summary>
public sealed class PlatformTests
{
    private static readonly string[] ForbiddenTypes =
        ["System.IO.UnixFileMode", "System.Runtime.InteropServices.PosixSignal", "System.Runtime.InteropServices.PosixSignalRegistration", "System.Net.Sockets.UnixDomainSocketEndPoint"];

    private static readonly string[] ForbiddenNamespaces = ["Mono.Unix", "Mono.Unix.Native", "Microsoft.Win32", "System.Security.AccessControl"];

    private static readonly string[] ForbiddenMembers = ["GetUnixFileMode", "SetUnixFileMode", "get_UnixFileMode", "set_UnixFileMode", "set_UnixCreateMode"];

    public static TheoryData<string> Assemblies => [typeof(Planner).Assembly.Location, typeof(SiteFileReader).Assembly.Location];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void No_reference_is_for_one_platform(string assembly)
    {
        using var stream = File.OpenRead(assembly);
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        var types = metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Select(type => (Namespace: metadata.GetString(type.Namespace), Name: metadata.GetString(type.Name))).ToList();
        Assert.Contains(types, type => type is { Namespace: "System", Name: "Object" }); // the reader sees references at all
        Assert.DoesNotContain(types, type => ForbiddenTypes.Contains($"{type.Namespace}.{type.Name}") || ForbiddenNamespaces.Contains(type.Namespace));
        Assert.Empty(metadata.MemberReferences.Select(metadata.GetMemberReference).Select(member => metadata.GetString(member.Name)).Intersect(ForbiddenMembers));

        // P/Invoke, and an attribute that would keep the analyzer of platforms (CA1416) quiet.
        Assert.DoesNotContain(metadata.MethodDefinitions.Select(metadata.GetMethodDefinition), method => (method.Attributes & MethodAttributes.PinvokeImpl) != 0);
        Assert.DoesNotContain(types, type => type.Name is "SupportedOSPlatformAttribute" or "UnsupportedOSPlatformAttribute" or "DllImportAttribute");
    }
}
