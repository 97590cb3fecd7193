using Fairlead.Cli.Output;
using Fairlead.Core.Addressing;
using FsCheck.Xunit;
using Xunit;

namespace Fairlead.Tests.Output;

public sealed class SegmentBarTests
{
    [Property]
    public void Cells_are_as_many_as_asked(FsCheck.NonEmptyArray<(byte Use, uint Size)> wanted, byte extra)
    {
        var pieces = Pieces(wanted);
        var cells = 30 + extra;
        var bar = SegmentBar.Draw(pieces, cells);
        Assert.Equal(cells, bar.Length);
        Assert.Equal(pieces.Select(piece => piece.Use).Distinct().Order(), bar.Distinct().Order());
    }

    [Property]
    public void With_room_every_piece_is_drawn_in_order(FsCheck.NonEmptyArray<(byte Use, uint Size)> wanted)
    {
        var pieces = Pieces(wanted);
        Assert.Equal(pieces.Select(piece => piece.Use), RunsOf(SegmentBar.Draw(pieces, pieces.Count + 40)));
    }

    [Property]
    public void Larger_is_not_drawn_smaller(FsCheck.NonEmptyArray<(byte Use, uint Size)> wanted)
    {
        var sizes = Pieces(wanted).Select(piece => piece.Size).ToArray();
        var shares = SegmentBar.Share(sizes, sizes.Length + 50);
        Assert.Equal(sizes.Length + 50, shares.Sum());
        foreach (var (one, other) in sizes.Zip(shares).OrderBy(pair => pair.First).Zip(sizes.Zip(shares).OrderBy(pair => pair.First).Skip(1)))
            Assert.True(one.Second <= other.Second + 1, $"{one} beside {other}");
    }

    [Fact]
    public void Halves_are_halves() => Assert.Equal([20, 20], SegmentBar.Share([512, 512], 40));

    [Fact]
    public void A_single_address_of_a_huge_network_is_seen()
    {
        var bar = SegmentBar.Draw([new(AddressUse.Free, 1e30), new(AddressUse.ControlPlane, 1), new(AddressUse.Free, 1e30)], 40);
        Assert.Equal(AddressUse.ControlPlane, Assert.Single(bar, use => use != AddressUse.Free));
    }

    [Fact]
    public void Pieces_fill_the_window_and_the_higher_use_hides_the_lower()
    {
        var uses = Enumerable.Repeat(IpSet.Empty, AddressUses.All.Length).ToArray();
        uses[(int)AddressUse.Scope] = IpSet.Of(IpRange.Parse("10.0.0.100-10.0.0.199"));
        uses[(int)AddressUse.ControlPlane] = IpSet.Of(IpRange.Parse("10.0.0.150"));
        var pieces = SegmentBar.PiecesOf(IpRange.Parse("10.0.0.0/24"), uses);
        Assert.Equal(
            [new(AddressUse.Free, 100), new(AddressUse.Scope, 50), new(AddressUse.ControlPlane, 1), new(AddressUse.Scope, 49), new(AddressUse.Free, 56)],
            pieces);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_two_uses_look_alike_without_colour(bool unicode)
    {
        var glyphs = unicode ? Glyphs.Unicode : Glyphs.Ascii;
        Assert.Distinct(Enum.GetValues<AddressUse>().Select(use => use.Glyph(glyphs)));
        Assert.Equal(Enum.GetValues<AddressUse>().Order(), AddressUses.All.Order());
    }

    /// <summary>Neighbours of one use are one piece, as in a real network.</summary>
    private static List<BarPiece> Pieces(FsCheck.NonEmptyArray<(byte Use, uint Size)> wanted)
    {
        var pieces = new List<BarPiece>();
        foreach (var (use, size) in wanted.Get)
        {
            var piece = new BarPiece((AddressUse)(use % AddressUses.All.Length), size + 1.0);
            if (pieces.Count == 0 || pieces[^1].Use != piece.Use)
                pieces.Add(piece);
        }

        return pieces;
    }

    private static List<AddressUse> RunsOf(AddressUse[] bar)
    {
        var runs = new List<AddressUse>();
        foreach (var use in bar)
        {
            if (runs.Count == 0 || runs[^1] != use)
                runs.Add(use);
        }

        return runs;
    }
}
