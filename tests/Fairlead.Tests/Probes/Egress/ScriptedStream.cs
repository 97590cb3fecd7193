namespace Fairlead.Tests.Probes.Egress;

/// <summary>A peer that says certain octets whatever it hears, and then closes.</summary>
internal sealed class ScriptedStream(byte[] says) : MemoryStream(says, writable: false)
{
    public override bool CanWrite => true;

    public override void Write(byte[] buffer, int offset, int count)
    {
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.CompletedTask;
}
