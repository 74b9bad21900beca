using Approvals.Core.Requests;

namespace Approvals.Web.Pages.Live;

/// <summary>How many connections may stay open: on this server, and of one person. Whoever finds no place asks now and then instead.</summary>
internal sealed class LivePlaces
{
    public const int MostOfOne = 8;
    public const int Most = 2_000;
    private readonly Dictionary<EmailAddress, int> taken = [];
    private readonly Lock gate = new();
    private int all;

    /// <summary>Null when there is no place.</summary>
    public IDisposable? Take(EmailAddress person)
    {
        lock (gate)
        {
            var mine = taken.GetValueOrDefault(person);
            if (all >= Most || mine >= MostOfOne)
            {
                return null;
            }

            taken[person] = mine + 1;
            all++;
            return new Place(this, person);
        }
    }

    private void Leave(EmailAddress person)
    {
        lock (gate)
        {
            all--;
            if (--taken[person] == 0)
            {
                taken.Remove(person);
            }
        }
    }

    private sealed class Place(LivePlaces places, EmailAddress person) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
            {
                places.Leave(person);
            }
        }
    }
}
