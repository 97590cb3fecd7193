using System.Text;
using Fairlead.Connectors;
using Fairlead.Connectors.IscDhcp;
using Fairlead.Core.Observations;
using Xunit;

namespace Fairlead.Tests.Connectors.IscDhcp;

/// <summary>However a lease file is cut, the same is read of it.</summary>
public sealed class IscLeasePiecesTests
{
    private const string File = """
        # The format of this file is documented in dhcpd.leases(5).
        authoring-byte-order little-endian;
        server-duid "\000\001\000\001";

        lease 10.0.0.1 {
          starts 4 2026/11/26 10:00:00;
          ends 4 2026/11/26 11:00:00;
          binding state active;
          hardware ethernet 02:00:00:00:00:01;
          uid "\377\"lease {\\";
          client-hostname "lease 10.0.0.9 {";
        }
        lease 10.0.0.2 { ends never; binding state free; }
        lease 10.0.0.3 {
          ends 4 2026/11/26 11:00
        lease 10.0.0.4 {
          binding state active;
          ends epoch 2000; # a comment with lease 10.0.0.8 {
          hardware ethernet 02:00:00:00:00:04;
          uid 01:02:00:00:00:00:04;
        }
        ia-na "\001\000\000\000\000\003" {
          cltt 4 2026/11/26 10:00:00;
          iaaddr 2001:db8::10 {
            binding state active;
            ends never;
          }
        }
        failover peer "p" state { my state normal; }
        lease 10.0.0.1 {
          ends 4 2026/11/26 12:00:00;
          binding state released;
        }
        lease 10.0.0.5 {
          starts 4 2026/11
        """;

    [Fact]
    public void Every_size_of_pieces_gives_the_same_leases_and_notes()
    {
        var text = File.ReplaceLineEndings("\n");
        var (whole, notes) = Read(text, 1 << 20);
        Assert.Equal(["10.0.0.1", "10.0.0.2", "10.0.0.4", "2001:db8::10", "10.0.0.1"], whole.Select(lease => lease.Address.ToString()));
        Assert.Equal("ff:22:6c:65:61:73:65:20:7b:5c", whole[0].ClientId.ToString());
        Assert.True(whole[2].ClientId.IsNone); // it only repeats the MAC
        Assert.Equal("00:03", whole[3].ClientId.ToString());
        var broken = text[..text.IndexOf("lease 10.0.0.3", StringComparison.Ordinal)].Count(letter => letter == '\n') + 1;
        Assert.Equal([$"f:{broken}", $"f:{text.Count(letter => letter == '\n')}"], notes.Select(note => note.Where));
        Assert.Contains("still being written", notes[1].Message, StringComparison.Ordinal);

        for (var size = 1; size < text.Length + 10; size += size < 200 ? 1 : 37)
        {
            var (leases, said) = Read(text, size);
            Assert.Equal(whole, leases);
            Assert.Equal(notes, said);
        }
    }

    [Fact]
    public void A_file_of_something_else_is_refused_with_its_line() =>
        Assert.Contains("f:3", Assert.Throws<SourceFailureException>(() => Read("\n\n<html>\n</html>\n", 8)).Message, StringComparison.Ordinal);

    private static (List<Lease> Leases, IReadOnlyList<ObservationNote> Notes) Read(string text, int pieceSize)
    {
        var reader = new IscLeaseReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), "f", pieceSize);
        return ([.. reader.Read()], reader.Notes);
    }
}
