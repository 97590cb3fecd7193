using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Fairlead.Core.Planning;
using Xunit;

namespace Fairlead.Tests.Architecture;

/// <summary>Core knows nothing of sockets, files, clocks, processes, databases or chance: its compiled references say so.</summary>
public sealed class PurityTests
{
    private static readonly string[] ForbiddenTypes =
    [
        "System.IO.File", "System.IO.Directory", "System.IO.FileStream", "System.IO.FileInfo", "System.IO.DirectoryInfo", "System.IO.Path",
        "System.Console", "System.Diagnostics.Process", "System.Diagnostics.Stopwatch", "System.Random",
        "System.Threading.Thread", "System.Threading.Timer", "System.TimeProvider", "System.Guid",
    ];

    private static readonly string[] ForbiddenNamespaces = ["System.Net", "System.Data", "System.Net.Sockets", "System.Net.Http"];

    private static readonly (string Type, string Member)[] ForbiddenMembers =
        [("DateTime", "get_Now"), ("DateTime", "get_UtcNow"), ("DateTime", "get_Today"), ("DateTimeOffset", "get_Now"), ("DateTimeOffset", "get_UtcNow"), ("Environment", "GetEnvironmentVariable"), ("Environment", "get_MachineName")];

    [Fact]
    public void Core_references_nothing_impure()
    {
        using var stream = File.OpenRead(typeof(Planner).Assembly.Location);
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        var types = metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Select(type => (Namespace: metadata.GetString(type.Namespace), Name: metadata.GetString(type.Name))).ToList();
        Assert.Contains(types, type => type is { Namespace: "System.Text.Json" }); // the reader sees references at all
        Assert.DoesNotContain(types, type => ForbiddenTypes.Contains($"{type.Namespace}.{type.Name}") || ForbiddenNamespaces.Contains(type.Namespace));
        var members = metadata.MemberReferences.Select(metadata.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => (metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name), metadata.GetString(member.Name)));
        Assert.Empty(members.Intersect(ForbiddenMembers));
    }

    [Fact]
    public void Core_depends_on_the_platform_alone()
    {
        Assert.All(typeof(Planner).Assembly.GetReferencedAssemblies(), reference => Assert.StartsWith("System.", reference.Name));
    }
}
