using System.Globalization;
using Xunit;

namespace Fairlead.Tests.Fuzzing;

/// <summary>Gives a codec octets that nobody should send. Every input of a run follows from its seed, and a failure names both.</summary>
internal static class CodecFuzz
{
    /// <summary>Of every run.</summary>
    public const int Inputs = 20_000;

    /// <summary>Of the long campaign.</summary>
    public const int SoakInputs = 1_000_000;

    private const int MostChanges = 4;
    private const int MostNoise = 40;

    /// <summary>The same inputs for ever.</summary>
    public static void Survive(Func<Random, byte[]> next, Func<byte[], bool> read, int inputs = Inputs, double least = 0) => Survive(20_261_125, next, read, inputs, least);

    /// <summary>Inputs that nobody has tried before; skipped outside of the soak campaign.</summary>
    /// <inheritdoc cref="Survive(int, Func{Random, byte[]}, Func{byte[], bool}, int, double)"/>
    public static void Soak(Func<Random, byte[]> next, Func<byte[], bool> read, int inputs = SoakInputs, double least = 0)
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("FAIRLEAD_SOAK") != "1", "the soak campaign runs with FAIRLEAD_SOAK=1");
        Survive(Random.Shared.Next(), next, read, inputs, least);
    }

    /// <summary>A copy of one of the seeds with none to four changes: an octet, a bit, a cut, noise, a piece repeated in its place or at the end.</summary>
    public static byte[] Mutated(byte[][] seeds, Random random)
    {
        List<byte> octets = [.. seeds[random.Next(seeds.Length)]];
        for (var changes = random.Next(MostChanges + 1); changes > 0 && octets.Count > 0; changes--)
        {
            var at = random.Next(octets.Count);
            switch (random.Next(6))
            {
                case 0: octets[at] = (byte)random.Next(256); break;
                case 1: octets[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: octets.RemoveRange(at, random.Next(octets.Count - at) + 1); break;
                case 3: octets.InsertRange(at, Noise(random)); break;
                case 4: octets.InsertRange(at, octets.GetRange(at, random.Next(octets.Count - at) + 1)); break;
                default: octets.AddRange(octets.GetRange(at, random.Next(octets.Count - at) + 1)); break;
            }
        }

        return [.. octets];
    }

    /// <param name="next">Makes an input.</param>
    /// <param name="read">Whether it was read, and not refused; may assert.</param>
    /// <param name="least">The least share of inputs that has to be read, and that has to be refused; one of each at any rate, or nothing was tried.</param>
    private static void Survive(int seed, Func<Random, byte[]> next, Func<byte[], bool> read, int inputs, double least)
    {
        var random = new Random(seed);
        var accepted = 0;
        for (var i = 0; i < inputs; i++)
        {
            var octets = next(random);
            try
            {
                accepted += read(octets) ? 1 : 0;
            }
            catch (Exception exception)
            {
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, input {i} ({Convert.ToHexString(octets)}): {exception}"));
            }
        }

        var fewest = Math.Max(1, (int)(inputs * least));
        Assert.InRange(accepted, fewest, inputs - fewest);
    }

    private static byte[] Noise(Random random)
    {
        var noise = new byte[random.Next(1, MostNoise)];
        random.NextBytes(noise);
        return noise;
    }
}
