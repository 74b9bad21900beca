using System.Collections.Immutable;
using Approvals.Core.Catalogue;

namespace Approvals.Core.Search;

/// <summary>
/// Finds topics by words, with synonyms and typing errors. In memory, immutable, and deterministic: the same words give the same topics in
/// the same order. It is built in milliseconds for hundreds of topics.
/// </summary>
public sealed class TopicIndex
{
    // Words in names count for more than words that are only mentioned.
    private const double Named = 4, Said = 2, Mentioned = 1;

    // What a synonym finds counts a little less than the word itself, and what comes near the best is shown.
    private const double BySynonym = 0.8, NearTheBest = 0.35;

    // A phrase in a name, a phrase whose words are only all there, and a word that says nothing but may tell two apart.
    private const double Whole = 1.3, Scattered = 0.7, Ignored = 0.1;

    // What was typed is a name, or stands in one.
    private const double IsName = 6, InName = 3;
    private const int MostWords = 24;

    private readonly ImmutableArray<Topic> topics;
    private readonly Dictionary<string, Dictionary<int, double>> places = new(StringComparer.Ordinal);
    private readonly string[] names;
    private readonly ImmutableArray<ImmutableArray<string[]>> synonyms;
    private readonly HashSet<string> ignored;

    public TopicIndex(ImmutableArray<Topic> topics, SearchWords words)
    {
        this.topics = topics;
        names = new string[topics.Length];
        synonyms = [.. words.Synonyms.Select(group => group.Select(phrase => Spelling.Words(phrase).ToArray()).Where(phrase => phrase.Length > 0).ToImmutableArray())];
        ignored = [.. words.Ignored.SelectMany(Spelling.Words)];
        for (var i = 0; i < topics.Length; i++)
        {
            var topic = topics[i];
            Add(i, Named, [topic.Title, topic.Id, .. topic.Keywords]);
            Add(i, Said, [topic.Summary]);
            Add(i, Mentioned, [topic.Guidance, .. topic.Links.Select(link => link.Title), .. topic.Fields.Select(field => field.Label)]);

            // A line for each name, so that a phrase is found within one only.
            names[i] = $"\n{string.Join('\n', new[] { topic.Title, topic.Id }.Concat(topic.Keywords).Select(name => $" {string.Join(' ', Spelling.Words(name))} "))}\n";
        }
    }

    /// <summary>The topics that fit, the best first; all of them, in their order, when nothing is asked for.</summary>
    public ImmutableArray<Topic> Find(string? text)
    {
        var words = Spelling.Words(text ?? "").Take(MostWords).ToList();
        if (words.Count == 0)
        {
            return topics;
        }

        var scores = new double[topics.Length];
        foreach (var thought in Thoughts(words))
        {
            var best = new double[topics.Length];
            foreach (var (phrase, weight) in thought)
            {
                var found = Score(phrase);
                for (var i = 0; i < best.Length; i++)
                {
                    best[i] = Math.Max(best[i], found[i] * weight);
                }
            }

            for (var i = 0; i < scores.Length; i++)
            {
                scores[i] += best[i];
            }
        }

        // Whoever types a name wants what has it, whatever else has the same words.
        var typed = $" {string.Join(' ', words)} ";
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] += names[i].Contains($"\n{typed}\n", StringComparison.Ordinal) ? IsName : names[i].Contains(typed, StringComparison.Ordinal) ? InName : 0;
        }

        var enough = scores.DefaultIfEmpty().Max() * NearTheBest;
        return [.. Enumerable.Range(0, topics.Length).Where(i => scores[i] > 0 && scores[i] >= enough).OrderByDescending(i => scores[i]).ThenBy(i => i).Select(i => topics[i])];
    }

    // What is asked for, thought by thought: a phrase that has synonyms with all of them, else a word.
    private List<List<(string[] Phrase, double Weight)>> Thoughts(List<string> words)
    {
        var thoughts = new List<List<(string[], double)>>();
        for (var at = 0; at < words.Count;)
        {
            var (group, length) = LongestPhrase(words, at);
            if (group is { } same)
            {
                var said = words.GetRange(at, length).ToArray();
                thoughts.Add([(said, 1), .. same.Where(phrase => !phrase.SequenceEqual(said)).Select(phrase => (phrase, BySynonym))]);
                at += length;
                continue;
            }

            thoughts.Add([([words[at]], ignored.Contains(words[at]) ? Ignored : 1)]);
            at++;
        }

        return thoughts;
    }

    private (ImmutableArray<string[]>? Group, int Length) LongestPhrase(List<string> words, int at)
    {
        (ImmutableArray<string[]>? Group, int Length, double Nearness) best = (null, 0, 0);
        foreach (var group in synonyms)
        {
            foreach (var phrase in group)
            {
                if (phrase.Length >= best.Length && at + phrase.Length <= words.Count && Nearness(words, at, phrase) is > 0 and var nearness
                    && (phrase.Length > best.Length || nearness > best.Nearness))
                {
                    best = (group, phrase.Length, nearness);
                }
            }
        }

        return (best.Group, best.Length);
    }

    private double Nearness(List<string> words, int at, string[] phrase)
    {
        var least = 1.0;
        for (var i = 0; i < phrase.Length; i++)
        {
            // A word that only starts like one of the phrase may be another word, and one that the topics use is no typing error.
            var near = Spelling.Nearness(words[at + i], phrase[i]);
            least = Math.Min(least, near is 0.8 or 0.6 || (near < 1 && places.ContainsKey(words[at + i])) ? 0 : near);
        }

        return least;
    }

    private double[] Score(string[] phrase)
    {
        double[]? least = null;
        foreach (var word in phrase)
        {
            var found = Score(word);
            least = least is null ? found : [.. least.Zip(found, (a, b) => a > 0 && b > 0 ? a + b : 0)];
        }

        var whole = $" {string.Join(' ', phrase)} ";
        for (var i = 0; i < topics.Length && phrase.Length > 1; i++)
        {
            least![i] *= (names[i].Contains(whole, StringComparison.Ordinal) ? Whole : Scattered) / phrase.Length;
        }

        return least!;
    }

    // A word that few topics have says more.
    private double[] Score(string typed)
    {
        var scores = new double[topics.Length];
        var isKnown = places.ContainsKey(typed);
        foreach (var (word, where) in places)
        {
            if (Spelling.Nearness(typed, word) is > 0 and var nearness && (!isKnown || word.StartsWith(typed, StringComparison.Ordinal)))
            {
                var rarity = Math.Log(1 + ((double)topics.Length / where.Count));
                foreach (var (topic, weight) in where)
                {
                    scores[topic] = Math.Max(scores[topic], nearness * weight * rarity);
                }
            }
        }

        return scores;
    }

    private void Add(int topic, double weight, IEnumerable<string> texts)
    {
        foreach (var word in texts.SelectMany(Spelling.Words))
        {
            if (!places.TryGetValue(word, out var where))
            {
                places.Add(word, where = []);
            }

            where[topic] = Math.Max(where.GetValueOrDefault(topic), weight);
        }
    }
}
