using Approvals.App.Ports;

namespace Mail.Tests.Graph;

internal sealed class KilledException() : Exception("The process was killed.");

/// <summary>One process: it dies before or after one of its calls, and nothing of it reaches the outside afterwards.</summary>
internal sealed class Life(int killAt = 0, bool after = false)
{
    private int calls;
    private bool isOver;

    public int Calls => calls;

    /// <summary>The call that it died at.</summary>
    public string? DiedAt { get; private set; }

    public async Task<T> LiveAsync<T>(string what, Func<Task<T>> call)
    {
        if (isOver)
        {
            throw new KilledException();
        }

        var mine = Interlocked.Increment(ref calls) == killAt;
        if (mine && !after)
        {
            throw Die("before " + what);
        }

        var answer = await call();
        return mine ? throw Die("after " + what) : answer;
    }

    private KilledException Die(string where)
    {
        isOver = true;
        DiedAt = where;
        return new KilledException();
    }
}

internal sealed class MortalNotes(INoteStore notes, Life life) : INoteStore
{
    public Task<Note?> FindAsync(string area, string name, CancellationToken ct) => life.LiveAsync("find", () => notes.FindAsync(area, name, ct));

    public Task PutAsync(string area, string name, ReadOnlyMemory<byte> value, CancellationToken ct) => life.LiveAsync("put", async () =>
    {
        await notes.PutAsync(area, name, value, ct);
        return true;
    });

    public Task<bool> TryPutAsync(string area, string name, ReadOnlyMemory<byte> value, Note? seen, CancellationToken ct) => life.LiveAsync("try-put", () => notes.TryPutAsync(area, name, value, seen, ct));

    public Task<bool> TryRemoveAsync(string area, string name, Note seen, CancellationToken ct) => life.LiveAsync("remove", () => notes.TryRemoveAsync(area, name, seen, ct));
}

internal sealed class MortalHttp(Life life) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        life.LiveAsync($"{request.Method} {request.RequestUri!.AbsolutePath.Split('/')[^1]}", () => base.SendAsync(request, cancellationToken));
}
